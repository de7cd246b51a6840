package org.migrationrunbooks.platform;

/** What became of the request to cancel. */
public enum CancelResult {
    /** The platform has been told to stop; the status will tell when it has. */
    REQUESTED,
    /** The point of no return is behind (switch-over, or post-copy is under way): cancelling would lose the instance's memory. */
    TOO_LATE,
    /** Nothing is running any more. */
    NOTHING_TO_CANCEL
}
