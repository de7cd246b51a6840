package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.util.Optional;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.Run;

/** The right to act on one operation, until it is lost. */
interface Tenure extends EffectGuard {

    RunbookId runbook();

    /** Name of the step, as in the model. */
    String step();

    String processInstanceId();

    /** The engine's task; for an orphan the one that is gone. */
    String taskId();

    /**
     * Keeps the right for another lease; inside a transaction, the transaction fails at commit where the right was lost meanwhile.
     *
     * @throws LeaseLostException where it is lost already
     */
    void extend();

    /** Whether a new attempt may be begun, or only what is under way brought to its end. */
    boolean mayBegin();

    /** Why the operation is to be stopped, if it is. */
    Optional<String> cancelCause(Run run);

    /**
     * Tells the engine, in the transaction that records the outcome.
     *
     * @param failure empty where the step did what it was to do
     */
    void finish(Optional<StepFailure> failure);

    /** Ends the task as cancelled where nothing was begun; inside a transaction. */
    void cancelled(StepFailure cancellation);

    /**
     * Gives the task back for a while, as it is: nothing has failed and nothing was begun. Any worker takes it up again.
     *
     * @param pause until then nobody does
     */
    void handBack(Duration pause);

    /**
     * Gives the task back with an incident: something is wrong that no retry mends.
     *
     * @param reason for people
     */
    void refuse(String reason);

    @Override
    default void beforeEffect() {
        extend();
    }
}
