package org.migrationrunbooks.platform.simulated;

import org.migrationrunbooks.platform.Fault;

/**
 * A failure that waits for a transfer to reach a share of its instance's memory. A share of 1 waits until all is
 * sent and the destination is about to take over.
 */
record Ambush(Fault.Kind kind, double share) {

    boolean waitsForTakeOver() {
        return share >= 1;
    }
}
