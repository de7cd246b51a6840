package org.migrationrunbooks.runbook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.ApprovalRefusal;
import org.migrationrunbooks.approval.ApprovalRefusedException;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What people say to a run: approve or reject its plan, cancel it, decide how to go on. Every answer is the problem, if any. */
@Component
public class RunbookDecisions {

    private static final Logger log = LoggerFactory.getLogger(RunbookDecisions.class);

    private final RunStore runs;
    private final EngineDoor engine;
    private final Assigning assigning;
    private final Attesting attesting;
    private final BreakGlass breaking;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    RunbookDecisions(
            RunStore runs,
            EngineDoor engine,
            Assigning assigning,
            Attesting attesting,
            BreakGlass breaking,
            AuditTrail audit,
            TransactionTemplate transaction) {
        this.runs = runs;
        this.engine = engine;
        this.assigning = assigning;
        this.attesting = attesting;
        this.breaking = breaking;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Decides about the plan of a run.
     *
     * @param seen the hash of the plan that the person looked at
     */
    public Optional<Problem> approve(
            RunbookId id, PlanHash seen, String person, Decision decision, @Nullable String comment) {
        return approval(known(id), seen, person, decision, comment, () -> {});
    }

    private Optional<Problem> approval(
            Run run, PlanHash seen, String person, Decision decision, @Nullable String comment, Runnable before) {
        RunbookId id = run.id();
        Optional<Task> task = engine.openTask(run, EngineDoor.APPROVE);
        if (task.isEmpty()) {
            return Optional.of(Problem.of(ApprovalRefusal.NOTHING_TO_DECIDE, run));
        }
        Map<String, Object> answer = new HashMap<>();
        answer.put("decision", decision.code());
        answer.put("planHash", seen.value());
        answer.put("comment", comment);
        try {
            transaction.executeWithoutResult(status -> {
                // First, since what comes next may wait for a person again.
                runs.state(id, RunbookState.RUNNING, null);
                before.run();
                engine.complete(task.get(), person, answer);
            });
            return Optional.empty();
        } catch (ApprovalRefusedException e) {
            return Optional.of(Problem.of(e.refusal(), run));
        } catch (OptimisticLockingException | NullValueException e) {
            // Somebody else has answered at the same moment.
            return Optional.of(Problem.of(ApprovalRefusal.NOTHING_TO_DECIDE, known(id)));
        } catch (RunEndedException e) {
            return Optional.of(ended(known(id)));
        }
    }

    /**
     * Goes ahead with a plan that others have not approved: for the lone person at night, for a limited time, and looked at afterwards.
     *
     * @param seen the hash of the plan that the person looked at
     * @param reason why nobody else can be asked
     */
    public Optional<Problem> breakGlass(RunbookId id, PlanHash seen, String person, String reason) {
        Run run = known(id);
        Optional<Problem> against = breaking.against(run, person);
        if (against.isPresent()) {
            return against;
        }
        return approval(
                run, seen, person, Decision.APPROVE, reason, () -> breaking.breakGlass(run, seen, person, reason));
    }

    /** Who may be given the task in which an approver is asked. */
    public List<String> whoMayDecide(RunbookId id) {
        return assigning.whoMayDecide(known(id));
    }

    /**
     * Gives the task in which an approver is asked to one of those who may decide: to the person themselves, who thereby tells the others
     * that they look at it, or to a colleague. It keeps nobody from deciding.
     */
    public Optional<Problem> assign(RunbookId id, String assignee, String person) {
        return assigning.assign(known(id), assignee, person);
    }

    /** Takes that task from whoever has it, so that it is everybody's again. */
    public Optional<Problem> unassign(RunbookId id, String person) {
        return assigning.unassign(known(id), person);
    }

    /** Asks for a run to be cancelled; what runs on the platform is stopped by the worker, and read again. */
    public Optional<Problem> cancel(RunbookId id, String person, @Nullable String reason) {
        Run run = known(id);
        if (run.state().ended()) {
            return Optional.of(ended(run));
        }
        transaction.executeWithoutResult(status -> {
            if (runs.requestCancel(id, person, reason)) {
                audit.append(new AuditEvent(
                        AuditCode.OPERATION_CANCEL_REQUESTED, person, id, run.subject(), reason, Map.of()));
            }
        });
        pursueCancel(run, person);
        // What the run has begun is to be cancelled too; a part that is beyond it goes on.
        runs.childrenOf(id).stream()
                .filter(child -> !child.state().ended())
                .forEach(child -> cancel(child.id(), person, reason));
        return Optional.empty();
    }

    /**
     * Says, as one of two different people, that the host of an evacuation is off although no device could switch it off, or none tells it
     * any more.
     *
     * @param id of the evacuation, or of a part of it
     * @param host the host, as the person names it
     * @param comment how they have made sure
     */
    public Optional<Problem> attest(RunbookId id, String host, String person, @Nullable String comment) {
        return attesting.attest(known(id), host, person, comment);
    }

    /** Wakes a run that waits for a person and is to be cancelled. */
    private void pursueCancel(Run run, String person) {
        unlessItWentOn(run, () -> {
            if (engine.cancelApproval(run, person)) {
                return;
            }
            Optional<Task> gate = engine.openTask(run, EngineDoor.DECIDE);
            if (gate.isPresent()) {
                engine.complete(gate.get(), person, Map.of("goOn", GateDecision.GIVE_UP.code()));
            } else {
                // A step whose retries are spent sees the wish to cancel when it is tried once more.
                engine.retryFailed(run, person);
            }
        });
    }

    private static void unlessItWentOn(Run run, Runnable wake) {
        try {
            wake.run();
        } catch (OptimisticLockingException
                | NullValueException
                | MismatchingMessageCorrelationException
                | RunEndedException e) {
            log.info("Run {} went on while it was to be cancelled; its next wait or transfer will see it", run.id());
        }
    }

    /**
     * Wakes the runs that have come to wait for an approval after somebody asked for them to be cancelled. A gate is left to people:
     * whoever asked has not seen what brought the run there.
     */
    public void pursueCancels() {
        runs.awaitingApprovalAndCancelled()
                .forEach(run ->
                        unlessItWentOn(run, () -> engine.cancelApproval(run, String.valueOf(run.cancelRequestedBy()))));
    }

    /** Decides how to go on at the gate; where a step has failed for good instead, {@code retry} gives it another try. */
    public Optional<Problem> decide(RunbookId id, GateDecision decision, String person, @Nullable String comment) {
        Run run = known(id);
        if (run.state().ended()) {
            return Optional.of(ended(run));
        }
        if (!GateDecision.of(run.kind()).contains(decision) || decision == GateDecision.ATTEST) {
            return Optional.of(Problem.of(
                    ProblemCode.DECISION_UNKNOWN,
                    "'%s' cannot be decided about a %s."
                            .formatted(decision.code(), run.kind().key()),
                    Problem.unchanged(run),
                    "It takes %s."
                            .formatted(GateDecision.of(run.kind()).stream()
                                    .filter(possible -> possible != GateDecision.ATTEST)
                                    .map(GateDecision::code)
                                    .toList())));
        }
        Optional<Task> gate = engine.openTask(run, EngineDoor.DECIDE);
        if (gate.isPresent()) {
            Map<String, Object> answer = new HashMap<>();
            answer.put("goOn", decision.code());
            answer.put("comment", comment);
            try {
                engine.complete(gate.get(), person, answer);
                return Optional.empty();
            } catch (OptimisticLockingException | NullValueException e) {
                return Optional.of(nothingToDecide(known(id)));
            } catch (RunEndedException e) {
                return Optional.of(ended(known(id)));
            }
        }
        if (decision == GateDecision.RETRY && engine.retryFailed(run, person) > 0) {
            return Optional.empty();
        }
        return Optional.of(nothingToDecide(run));
    }

    private static Problem nothingToDecide(Run run) {
        return Problem.of(
                ProblemCode.NOTHING_TO_RETRY,
                "The run does not wait for a decision.",
                "It is %s; nothing was changed.".formatted(run.state().code()),
                "Look at its steps under /api/v1/runbooks/" + run.id() + ".");
    }

    private Run known(RunbookId id) {
        return runs.find(id)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemCode.RUNBOOK_UNKNOWN,
                        "There is no run " + id + ".",
                        "Nothing was changed.",
                        "List the runs under /api/v1/runbooks.")));
    }

    private static Problem ended(Run run) {
        return Problem.of(
                ProblemCode.ALREADY_ENDED,
                "The run has ended.",
                "It is %s since %s; nothing was changed.".formatted(run.state().code(), run.endedAt()),
                "Start a new one if need be.");
    }
}
