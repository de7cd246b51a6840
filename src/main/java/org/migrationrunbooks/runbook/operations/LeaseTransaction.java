package org.migrationrunbooks.runbook.operations;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions in which a lease is extended. The timer of this node extends the same lease, and the engine refuses one of two that do it
 * at once. What has happened on the platform must not stay unwritten for that, since a request that is on its way would count as never
 * sent.
 */
@Component
class LeaseTransaction {

    private static final int ATTEMPTS = 5;

    private final TransactionTemplate transaction;

    LeaseTransaction(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    /**
     * Does all of it or nothing.
     *
     * @param work done again, in a new transaction, where somebody else has extended the lease at the same moment
     * @throws OptimisticLockingException where that is so time and again
     */
    void execute(Runnable work) {
        for (int attempt = 1; ; attempt++) {
            try {
                transaction.executeWithoutResult(status -> work.run());
                return;
            } catch (OptimisticLockingException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
