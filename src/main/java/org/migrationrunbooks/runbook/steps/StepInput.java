package org.migrationrunbooks.runbook.steps;

import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.spin.Spin;
import org.camunda.spin.plugin.variable.SpinValues;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.ApprovalSubject;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.MovePlanner;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunEndedException;
import org.migrationrunbooks.runbook.RunStore;

/** The variables of a run, in one place, with their names and types. None of them is an authority; see {@link Run}. */
final class StepInput {

    /** Hosts to be passed over, separated by commas. */
    static final String AVOIDED = "avoidedHosts";

    static final String DESTINATION = "destination";
    static final String SOURCE = "source";
    static final String REFUSALS = "refusals";
    static final String FORECASTS = "forecasts";
    static final String STRATEGY = "strategy";
    static final String APPROVAL_REQUIRED = "approvalRequired";
    /** Whether somebody still has to be asked; false also where this plan was approved before. */
    static final String APPROVAL_NEEDED = "approvalNeeded";

    static final String APPROVAL_REASON = "approvalReason";
    static final String PROBLEM = "problem";
    static final String AUTOMATIC_ATTEMPTS = "automaticAttempts";
    static final String WHEREABOUTS = "whereabouts";
    /** Whether the instance ran before a cold migration, and so has to be started again. */
    static final String RUNS = "runs";
    /** Whether a person has accepted the instance as it is at the destination. */
    static final String ACCEPTED = "accepted";
    /** Whether the instance may have run at the destination of a cold migration. */
    static final String STARTED = "started";

    private static final String APPROVAL_QUORUM = "approvalQuorum";
    private static final String APPROVAL_GROUP = "approvalGroup";

    private StepInput() {}

    /** What the policy has said; where it names no number and no group, one of all approvers. */
    static ApprovalTerms approvalTerms(DelegateExecution execution) {
        boolean required = !Boolean.FALSE.equals(execution.getVariable(APPROVAL_REQUIRED));
        Object quorum = execution.getVariable(APPROVAL_QUORUM);
        Object group = execution.getVariable(APPROVAL_GROUP);
        ApprovalTerms terms = new ApprovalTerms(
                required,
                text(execution, APPROVAL_REASON),
                quorum instanceof Number number ? Math.max(1, number.intValue()) : 1,
                group == null || group.toString().isBlank() ? ApprovalSubject.APPROVERS : group.toString());
        set(execution, terms);
        return terms;
    }

    /** Shows the model how many are to be asked, and of which group; the rows say what counts. */
    static void set(DelegateExecution execution, ApprovalTerms terms) {
        execution.setVariable(APPROVAL_QUORUM, terms.quorum());
        execution.setVariable(APPROVAL_GROUP, terms.group());
        execution.setVariable("approvalComplete", false);
    }

    /** The plan that was just put on record under these terms. */
    static ApprovalSubject toApprove(Run run, Plan plan, ApprovalTerms terms) {
        return new ApprovalSubject(run.requester(), plan.hash(), terms.quorum(), terms.group());
    }

    static RunbookId runbook(DelegateExecution execution) {
        return new RunbookId(execution.getProcessBusinessKey());
    }

    /**
     * The run of this process.
     *
     * @throws RunEndedException where the run has ended
     * @throws IllegalStateException where another process carries it out: this one was made by hand
     */
    static Run run(DelegateExecution execution, RunStore runs) {
        Run run = runs.get(runbook(execution));
        if (run.endedAt() != null) {
            throw new RunEndedException(run.id());
        }
        run.foreign(execution.getProcessInstanceId()).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        return run;
    }

    /**
     * The plan of a run that has one.
     *
     * @throws IllegalStateException where it has none, which would be a bug
     */
    static Plan plan(Run run) {
        Plan plan = run.plan();
        if (plan == null) {
            throw new IllegalStateException("run " + run.id() + " has no plan on record");
        }
        return plan;
    }

    static String text(DelegateExecution execution, String name) {
        Object value = execution.getVariable(name);
        if (value == null) {
            throw new IllegalStateException("variable '" + name + "' is missing in run " + runbook(execution));
        }
        return value.toString();
    }

    static @Nullable String optionalText(DelegateExecution execution, String name) {
        Object value = execution.getVariable(name);
        return value == null ? null : value.toString();
    }

    static List<HostId> avoided(DelegateExecution execution, Run run) {
        String names = optionalText(execution, AVOIDED);
        return names == null
                ? List.of()
                : Arrays.stream(names.split(",", -1))
                        .filter(name -> !name.isBlank())
                        .map(name -> new HostId(run.target().platform(), name))
                        .toList();
    }

    /** Sets a record or collection as a JSON variable, readable in Cockpit; never as serialized Java. */
    static void json(DelegateExecution execution, String name, String json) {
        execution.setVariable(name, SpinValues.jsonValue(json).create());
    }

    static String json(DelegateExecution execution, String name) {
        return Spin.JSON(execution.getVariable(name)).toString();
    }

    /** Reads the situation anew, or ends the step with the problem that is in the way; a wish to cancel comes before any reading. */
    static MovePlanner.Situation ready(Run run, MovePlanner planner) {
        if (run.cancelRequested()) {
            throw error(StepError.MigrationRefused, "Cancelled by %s.".formatted(run.cancelRequestedBy()));
        }
        MovePlanner.Readiness readiness = planner.readiness(run.instance());
        if (readiness instanceof MovePlanner.Readiness.Ready ready) {
            return ready.situation();
        }
        throw error(
                StepError.MigrationRefused,
                ((MovePlanner.Readiness.NotReady) readiness).problem().detail());
    }

    static BpmnError error(StepError error, String message) {
        // The engine keeps it in a text column of 4000 characters.
        return new BpmnError(error.name(), message.substring(0, Math.min(3500, message.length())));
    }
}
