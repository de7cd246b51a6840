package org.migrationrunbooks.runbook.operations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds the operation that a task stands for, or commits a new intent. What allows an effect (plan, approval, claim) is read from
 * our own rows in the transaction that writes the intent; process variables count for nothing.
 */
@Component
class Intents {

    private final RunStore runs;
    private final Claims claims;
    private final Authority authority;
    private final OperationStore operations;
    private final BrakeWait brake;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    Intents(
            RunStore runs,
            Claims claims,
            Authority authority,
            OperationStore operations,
            BrakeWait brake,
            AuditTrail audit,
            TransactionTemplate transaction) {
        this.runs = runs;
        this.claims = claims;
        this.authority = authority;
        this.operations = operations;
        this.brake = brake;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * The operation to go on with; empty where there is none, or where the task was given back since nothing allows it, or not while the
     * brake is engaged.
     */
    Optional<Operation> open(Tenure tenure, Run run, Draft draft) {
        Optional<String> foreign = tenure.mayBegin() ? run.foreign(tenure.processInstanceId()) : Optional.empty();
        if (foreign.isPresent()) {
            return refuse(tenure, foreign.get());
        }
        Optional<Operation> latest = operations.latest(run.id(), tenure.step());
        if (latest.isPresent() && goesOn(tenure, latest.get(), draft)) {
            Operation operation = latest.get();
            if (!operation.taskId().equals(tenure.taskId()) || operation.state() == OperationState.ENDED) {
                transaction.executeWithoutResult(status -> {
                    tenure.extend();
                    operations.adopt(operation.key(), tenure.taskId());
                });
                return Optional.of(operations.get(operation.key()));
            }
            return latest;
        }
        if (!tenure.mayBegin()) {
            return Optional.empty();
        }
        boolean inDoubt = latest.isPresent() && latest.get().outcome() instanceof OperationOutcome.Unknown;
        if (run.cancelRequested() && !inDoubt && draft.cancellable(tenure.step())) {
            transaction.executeWithoutResult(status -> tenure.cancelled(draft.cancellation()));
            return Optional.empty();
        }
        return intend(tenure, run, draft, latest.map(Operation::attempt).orElse(0) + 1);
    }

    /** Whether the last attempt is still under way; one that had ended in doubt is looked for again before a new one begins. */
    private static boolean goesOn(Tenure tenure, Operation latest, Draft draft) {
        if (latest.state() != OperationState.ENDED) {
            return true;
        }
        return tenure.mayBegin() && latest.outcome() instanceof OperationOutcome.Unknown && draft.foundAgain(latest);
    }

    private Optional<Operation> intend(Tenure tenure, Run run, Draft draft, int attempt) {
        Plan plan = run.plan();
        if (plan == null) {
            return refuse(tenure, "PLAN_MISSING: nothing is planned; nothing was started.");
        }
        if (brake.isEngagedFor(draft, tenure.step())) {
            transaction.executeWithoutResult(status -> brake.holdsBack(tenure, run, draft));
            return Optional.empty();
        }
        OperationKey key = OperationKey.of(run.id(), tenure.step(), attempt);
        Draft.Drafted drafted = draft.draft(run, plan, tenure.step(), key);
        if (drafted instanceof Draft.Drafted.Refused refused) {
            return refuse(tenure, refused.reason());
        }
        Draft.Drafted.Ready ready = (Draft.Drafted.Ready) drafted;
        return Optional.ofNullable(transaction.execute(status -> {
                    tenure.extend();
                    Run now = runs.get(run.id());
                    String against = against(now, plan, ready.command(), draft.needsApproval(tenure.step()));
                    if (against != null) {
                        tenure.refuse(against);
                        return null;
                    }
                    if (brake.holdsBack(tenure, now, draft)) {
                        return null;
                    }
                    operations.insert(
                            run.id(),
                            tenure.step(),
                            attempt,
                            tenure.processInstanceId(),
                            tenure.taskId(),
                            ready.command());
                    append(run, plan, key, ready);
                    return key;
                }))
                .map(operations::get);
    }

    private void append(Run run, Plan plan, OperationKey key, Draft.Drafted.Ready ready) {
        Map<String, String> details = new HashMap<>(ready.details());
        details.put("operation", key.value());
        details.put("planHash", plan.hash().value());
        audit.append(new AuditEvent(
                AuditCode.OPERATION_INTENDED,
                AuditEvent.SYSTEM,
                run.id(),
                ready.command().subject(),
                null,
                details));
    }

    private Optional<Operation> refuse(Tenure tenure, String reason) {
        tenure.refuse(reason);
        return Optional.empty();
    }

    private @Nullable String against(Run now, Plan plan, OperationCommand command, boolean approval) {
        Plan current = now.plan();
        if (current == null || !current.hash().equals(plan.hash())) {
            return "PLAN_CHANGED: the plan was changed while the step was being prepared; nothing was started.";
        }
        if (!claims.holds(now.id(), now.target())) {
            return "CLAIM_MISSING: this run has no claim on " + now.subject() + "; nothing was started.";
        }
        if (approval && !authority.approved(now, plan, command)) {
            return "APPROVAL_MISSING: plan " + plan.hash()
                    + " is not approved, by as many others as have to or by a broken glass that still counts; nothing was started.";
        }
        return authority.against(now, command).orElse(null);
    }
}
