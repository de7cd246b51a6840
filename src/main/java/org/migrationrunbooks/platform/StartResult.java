package org.migrationrunbooks.platform;

/** The platform's answer to a start. */
public sealed interface StartResult {

    /** The migration is under way. */
    record Accepted(MigrationHandle handle) implements StartResult {}

    /**
     * The platform refused; nothing moves and the instance runs where it was.
     *
     * @param reason in the platform's words
     */
    record Refused(String reason) implements StartResult {}
}
