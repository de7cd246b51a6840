package org.migrationrunbooks.crash;

import org.migrationrunbooks.audit.AuditCode;

/**
 * A place in the life of a run at which a process can be held.
 *
 * @param name as it travels between processes, without blanks
 */
record StopPoint(String name) {

    /** The task is leased, nothing is on record yet. */
    static final StopPoint LEASED = new StopPoint("leased");

    /** The intent is committed, the platform was not called. */
    static final StopPoint INTENDED = new StopPoint("intended");

    /** The lease was checked, the mark is about to be written. */
    static final StopPoint ABOUT_TO_MARK = new StopPoint("about-to-mark");

    /** The mark is on the instance and the lease was checked, the start is about to be sent. */
    static final StopPoint MARKED = new StopPoint("marked");

    /** The platform has accepted, the handle is not on record. */
    static final StopPoint ACCEPTED = new StopPoint("accepted");

    static final StopPoint IN_MID_TRANSFER = new StopPoint("in-mid-transfer");

    /** The platform says that it has ended, the outcome is not on record. */
    static final StopPoint ENDED = new StopPoint("ended");

    /** In the transaction that records the outcome and completes the task. */
    static final StopPoint COMPLETING = recording(AuditCode.OPERATION_COMPLETED);

    /** Around a call about a task of an instance that does not run, for example {@code about-to-begin:boot}. */
    static StopPoint task(String when, String task) {
        return new StopPoint(when + ":" + task);
    }

    /** In a transaction that writes this audit entry, just before it does. */
    static StopPoint recording(AuditCode code) {
        return new StopPoint("recording:" + code);
    }

    /** In the transaction that executes an element of the model, before anything was done. */
    static StopPoint before(String activity) {
        return new StopPoint("before:" + activity);
    }

    /** In the transaction that executes an element of the model, after all was done. */
    static StopPoint after(String activity) {
        return new StopPoint("after:" + activity);
    }

    @Override
    public String toString() {
        return name;
    }
}
