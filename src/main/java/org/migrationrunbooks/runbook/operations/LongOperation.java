package org.migrationrunbooks.runbook.operations;

import org.migrationrunbooks.runbook.Run;

/** A kind of long operation, worked look by look; between two looks it holds nothing but the watch. */
interface LongOperation {

    /** Of its external tasks. */
    String topic();

    /** Whether it is the one that works this operation. */
    boolean knows(Operation operation);

    /** How patient to be with a step of a run. */
    TransferWatch watch(Run run, String step);

    /**
     * Reads what is true, does at most one thing about it, and says whether to look again.
     *
     * @throws org.migrationrunbooks.platform.LeaseLostException where somebody else has taken over
     */
    boolean look(Tenure tenure, TransferWatch watch);
}
