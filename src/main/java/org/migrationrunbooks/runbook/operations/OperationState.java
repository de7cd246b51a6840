package org.migrationrunbooks.runbook.operations;

/** Where an operation is in our own books. */
public enum OperationState {
    /** Committed before the platform is asked; it may or may not have been. */
    INTENDED,
    /** The platform has accepted it and we hold its handle. */
    ACCEPTED,
    ENDED
}
