package org.migrationrunbooks.platform;

import java.util.List;

/** Failures on request, and the record of what was asked and what took effect; for exercises and tests. */
public interface FaultInjection {

    /**
     * Arms or triggers a failure.
     *
     * @throws IllegalArgumentException where the fault needs a host or instance that is not named or does not exist
     */
    void inject(Fault fault);

    /** Ends all failures; a crashed host comes back without what ran on it. */
    void clear();

    /** Everything asked of the platform and everything that took effect, oldest first; append-only. */
    List<LedgerEntry> ledger();
}
