package org.migrationrunbooks.runbook.operations;

import java.util.Map;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.runbook.Run;

/** One kind of long operation, as far as its intents go. */
interface Draft {

    /**
     * What a new attempt would ask of the platform. Reads from the platform what it needs, changes nothing.
     *
     * @param step of the model
     */
    Drafted draft(Run run, Plan plan, String step, OperationKey key);

    /** Whether an attempt whose end was not known has been found again and goes on. */
    boolean foundAgain(Operation ended);

    /** What the engine is told where a person cancelled before anything was asked of the platform. */
    StepFailure cancellation();

    /** Whether a wish to cancel keeps this step from being begun; what cleans up is done all the same. */
    boolean cancellable(String step);

    /** Whether somebody has to have approved the plan; what makes sure that nothing starts is done without. */
    default boolean needsApproval(String step) {
        return true;
    }

    /**
     * Whether this step may be begun while the brake is engaged: only what is on the way to starting an instance again that the run
     * has switched off, or takes the power from a host that is quarantined.
     */
    default boolean passesBrake(String step) {
        return false;
    }

    /** A command, or what stands against it. */
    sealed interface Drafted {

        /**
         * What is to be asked.
         *
         * @param details for the audit
         */
        record Ready(OperationCommand command, Map<String, String> details) implements Drafted {}

        /**
         * Nothing is to be asked.
         *
         * @param reason a code, what is wrong, and that nothing was started
         */
        record Refused(String reason) implements Drafted {}
    }
}
