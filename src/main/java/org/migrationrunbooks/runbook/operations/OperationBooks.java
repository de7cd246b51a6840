package org.migrationrunbooks.runbook.operations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.runbook.CapacityReservations;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/** Writes down what became of an operation, together with its audit entry and, at the end, with the completion of the task. */
@Component
class OperationBooks {

    private final OperationStore operations;
    private final RunStore runs;
    private final CapacityReservations reservations;
    private final AuditTrail audit;
    private final LeaseTransaction transaction;

    OperationBooks(
            OperationStore operations,
            RunStore runs,
            CapacityReservations reservations,
            AuditTrail audit,
            LeaseTransaction transaction) {
        this.operations = operations;
        this.runs = runs;
        this.reservations = reservations;
        this.audit = audit;
        this.transaction = transaction;
    }

    Optional<Operation> current(Tenure tenure) {
        return operations.latest(tenure.runbook(), tenure.step()).filter(o -> o.state() != OperationState.ENDED);
    }

    void accepted(Tenure tenure, Operation operation, MigrationHandle handle, AuditCode code) {
        transaction.execute(() -> {
            tenure.extend();
            operations.accepted(operation.key(), handle);
            append(code, operation, null, Map.of("reference", handle.reference()));
        });
    }

    /**
     * Notes that a task was begun, or may have been. It needs no handle: how it stands can be read without one.
     *
     * @param code whether the platform has accepted it, it was found under way, or nobody knows
     * @param reason null where there is nothing to explain
     */
    void begun(Tenure tenure, Operation operation, AuditCode code, @Nullable String reason) {
        transaction.execute(() -> {
            tenure.extend();
            operations.accepted(operation.key(), null);
            append(code, operation, reason, Map.of());
        });
    }

    void progress(Operation operation, OperationProgress progress) {
        transaction.execute(() -> operations.progress(operation.key(), progress));
    }

    void cancelAsked(Tenure tenure, Operation operation, String cause) {
        transaction.execute(() -> {
            tenure.extend();
            operations.cancelAsked(operation.key(), cause);
            append(AuditCode.OPERATION_CANCEL_REQUESTED, operation, cause, Map.of());
        });
    }

    void escalating(Tenure tenure, Operation operation, Escalation escalation, String reason) {
        transaction.execute(() -> {
            tenure.extend();
            append(
                    AuditCode.OPERATION_ESCALATED,
                    operation,
                    reason,
                    Map.of("escalation", escalation.getClass().getSimpleName()));
        });
    }

    void note(Tenure tenure, Operation operation, AuditCode code, String reason) {
        transaction.execute(() -> {
            tenure.extend();
            append(code, operation, reason, Map.of());
        });
    }

    /**
     * Records the outcome and tells the engine, both or neither.
     *
     * @param failure what the engine is told; empty for success
     */
    void end(Tenure tenure, Run run, Operation operation, OperationOutcome outcome, Optional<StepFailure> failure) {
        end(tenure, run, operation, outcome, failure, () -> {});
    }

    /**
     * Records the outcome and what else is to be on record with it, and tells the engine; all of it or nothing.
     *
     * @param failure what the engine is told; empty for success
     */
    void end(
            Tenure tenure,
            Run run,
            Operation operation,
            OperationOutcome outcome,
            Optional<StepFailure> failure,
            Runnable alongside) {
        boolean known = !(outcome instanceof OperationOutcome.Unknown);
        transaction.execute(() -> {
            if (!known && !tenure.mayBegin()) {
                // Nobody is left to decide about an orphan: the claim is kept, and it is looked for until something is
                // known.
                runs.state(
                        run.id(),
                        RunbookState.NEEDS_ATTENTION,
                        "Its process was deleted, and it is not known how its" + " transfer ended: "
                                + ((OperationOutcome.Unknown) outcome).reason());
                return;
            }
            operations.ended(operation.key(), outcome);
            if (known && operation.command() instanceof MigrationCommand) {
                // Where it arrived it is counted by itself, where it did not nothing is needed.
                reservations.release(run.id());
            }
            append(code(outcome), operation, operation.cause(), details(outcome));
            alongside.run();
            tenure.finish(failure);
        });
    }

    private static AuditCode code(OperationOutcome outcome) {
        if (outcome instanceof OperationOutcome.Completed) {
            return AuditCode.OPERATION_COMPLETED;
        } else if (outcome instanceof OperationOutcome.Cancelled) {
            return AuditCode.OPERATION_CANCELLED;
        } else if (outcome instanceof OperationOutcome.Failed) {
            return AuditCode.OPERATION_FAILED;
        }
        return AuditCode.OPERATION_UNKNOWN;
    }

    private static Map<String, String> details(OperationOutcome outcome) {
        Map<String, String> details = new HashMap<>();
        if (outcome instanceof OperationOutcome.Completed completed) {
            details.put("host", completed.host().name());
            details.put("totalTimeMillis", Long.toString(completed.totalTime().toMillis()));
            if (completed.downtime() != null) {
                details.put("downtimeMillis", Long.toString(completed.downtime().toMillis()));
            }
        } else if (outcome instanceof OperationOutcome.Cancelled cancelled) {
            details.put("host", cancelled.host().name());
            details.put("instanceState", cancelled.state().code());
        } else if (outcome instanceof OperationOutcome.Failed failed) {
            details.put("host", failed.host().name());
            details.put("instanceState", failed.state().code());
            details.put("reason", failed.reason());
        } else if (outcome instanceof OperationOutcome.Unknown unknown) {
            details.put("reason", unknown.reason());
        }
        return details;
    }

    private void append(AuditCode code, Operation operation, @Nullable String reason, Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        all.put("operation", operation.key().value());
        audit.append(new AuditEvent(
                code,
                AuditEvent.SYSTEM,
                operation.runbook(),
                operation.command().subject(),
                reason,
                all));
    }
}
