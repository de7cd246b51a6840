package org.migrationrunbooks.platform;

/** The platform's answer to a task that is to be begun. */
public sealed interface TaskAnswer {

    /** It is under way, or done. */
    record Accepted() implements TaskAnswer {}

    /**
     * The platform will not do it as things are; nothing was changed.
     *
     * @param reason in the platform's words
     */
    record Refused(String reason) implements TaskAnswer {}
}
