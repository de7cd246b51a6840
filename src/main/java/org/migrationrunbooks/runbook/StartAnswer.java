package org.migrationrunbooks.runbook;

/** What became of a request to start a runbook. */
public sealed interface StartAnswer {

    /** A run was recorded and its process started. */
    record Started(Run run) implements StartAnswer {}

    /** The same request, under the same idempotency key, has started this run before. */
    record Existing(Run run) implements StartAnswer {}

    /** Nothing was changed. */
    record Refused(Problem problem) implements StartAnswer {}
}
