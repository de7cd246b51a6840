package org.migrationrunbooks.runbook;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.hosts.AttestationRefusal;
import org.migrationrunbooks.runbook.hosts.AttestationRefusedException;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.migrationrunbooks.runbook.hosts.OffProof;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what people attest of the host of an evacuation: at its gate where no device switched the host off, and later, while parts of it wait,
 * where the device that had read it as off tells nothing any more. The rules are the same.
 */
@Component
class Attesting {

    private final RunStore runs;
    private final EngineDoor engine;
    private final Attestations attestations;
    private final OffProof offProof;
    private final TransactionTemplate transaction;

    Attesting(
            RunStore runs,
            EngineDoor engine,
            Attestations attestations,
            OffProof offProof,
            TransactionTemplate transaction) {
        this.runs = runs;
        this.engine = engine;
        this.attestations = attestations;
        this.offProof = offProof;
        this.transaction = transaction;
    }

    /** Takes it; the problem where it cannot be taken. */
    Optional<Problem> attest(Run asked, String host, String person, @Nullable String comment) {
        RunbookId parent = asked.parent();
        Run run = parent == null ? asked : runs.get(parent);
        Optional<Task> gate =
                run.kind() == RunbookKind.NODE_EVACUATION ? engine.openTask(run, EngineDoor.DECIDE) : Optional.empty();
        try {
            if (gate.isPresent()) {
                atGate(gate.get(), host, person, comment);
                return Optional.empty();
            }
            Plan plan = run.plan();
            if (plan == null || !waitsForProof(run)) {
                return Optional.of(nothing(run));
            }
            transaction.executeWithoutResult(
                    status -> attestations.attest(run.id(), plan.hash(), run.host(), host, person, comment));
            return Optional.empty();
        } catch (AttestationRefusedException e) {
            return Optional.of(problem(e.refusal(), e.detail(), run));
        } catch (OptimisticLockingException | NullValueException | RunEndedException e) {
            // Somebody else has answered at the same moment.
            return Optional.of(nothing(runs.get(run.id())));
        }
    }

    private void atGate(Task gate, String host, String person, @Nullable String comment) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("goOn", GateDecision.ATTEST.code());
        answer.put("attestedHost", host);
        answer.put("comment", comment);
        engine.complete(gate, person, answer);
    }

    private boolean waitsForProof(Run run) {
        return run.kind() == RunbookKind.NODE_EVACUATION
                && !run.state().ended()
                && runs.childrenOf(run.id()).stream().anyMatch(part -> part.state() == RunbookState.NEEDS_ATTENTION)
                && offProof.leftToPeople(run.id(), run.host());
    }

    private static Problem nothing(Run run) {
        return problem(AttestationRefusal.NOTHING_TO_ATTEST, AttestationRefusal.NOTHING_TO_ATTEST.detail(), run);
    }

    private static Problem problem(AttestationRefusal refusal, String detail, Run run) {
        return Problem.of(
                ProblemCode.valueOf(refusal.name()),
                detail,
                Problem.unchanged(run),
                refusal == AttestationRefusal.SIGN_OF_LIFE
                        ? "Make sure that the host has no power, then attest again."
                        : "Read the run again under /api/v1/runbooks/" + run.id() + ".");
    }
}
