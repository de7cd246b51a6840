package org.migrationrunbooks.platform;

/** What a platform knows of an operation that may have been asked for. */
public sealed interface Trace {

    /** It was accepted; it runs or has ended, {@link Hypervisor#status} tells. */
    record Found(MigrationHandle handle) implements Trace {}

    /**
     * Positive evidence that it was never started: for example the instance, read just now, does not carry the mark that is
     * written before a start. Only this allows a start.
     *
     * @param evidence for the audit
     */
    record NotStarted(String evidence) implements Trace {}

    /**
     * Nothing was found, and nothing proves that there is nothing: the request may still be on its way.
     *
     * @param doubt what is known, for people
     */
    record NoTrace(String doubt) implements Trace {}
}
