package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The parts of an evacuation: one run for each instance that is rebuilt, with its own claim, progress, gate and end. */
@Component
public class Rebuilds {

    private static final String COVERED = "It is part of the plan of the evacuation.";

    private final RunStore runs;
    private final Claims claims;
    private final CapacityReservations reservations;
    private final TakeOver takeOver;
    private final AuditTrail audit;

    Rebuilds(RunStore runs, Claims claims, CapacityReservations reservations, TakeOver takeOver, AuditTrail audit) {
        this.runs = runs;
        this.claims = claims;
        this.reservations = reservations;
        this.takeOver = takeOver;
        this.audit = audit;
    }

    /**
     * Puts a run on record for each instance of the plan that is rebuilt: takes the instance over from whoever has it, and promises it the
     * room that it needs. Idempotent.
     *
     * @param fleet as it counts now, for what the instances need
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Run evacuation, Plan plan, FleetSnapshot fleet) {
        Set<InstanceId> recorded =
                runs.childrenOf(evacuation.id()).stream().map(Run::instance).collect(Collectors.toSet());
        plan.moves().stream()
                .filter(move -> !recorded.contains(move.instance()))
                .forEach(move -> record(evacuation, plan, move, fleet));
    }

    private void record(Run evacuation, Plan plan, Move move, FleetSnapshot fleet) {
        RunbookId id = RunbookId.random();
        InstanceId instance = move.instance();
        RunTarget target = new RunTarget.OfInstance(instance);
        StartRequest request = StartRequest.ofInstance(
                instance.platform(), instance.name(), move.to().name(), evacuation.reason());
        runs.insert(
                id,
                RunbookKind.INSTANCE_REBUILD,
                evacuation.requester(),
                null,
                plan.hash().value(),
                request,
                target,
                evacuation.id(),
                evacuation.reason());
        claims.holder(instance).flatMap(runs::find).ifPresent(taken -> {
            takeOver.of(taken, evacuation);
            runs.takesOver(id, taken.id());
        });
        Optional<RunbookId> other = claims.take(id, instance);
        if (other.isPresent()) {
            throw new IllegalStateException("run %s took %s at the same moment".formatted(other.get(), instance));
        }
        fleet.instance(instance.name()).ifPresent(known -> reservations.reserve(id, known, move.to()));
        runs.plan(
                id,
                Plan.of(RunbookKind.INSTANCE_REBUILD.key(), List.of(move), 0, List.of(), null, List.of()),
                ApprovalTerms.of(false, COVERED));
        audit.append(new AuditEvent(
                AuditCode.RUNBOOK_REQUESTED,
                AuditEvent.SYSTEM,
                id,
                target.toString(),
                evacuation.reason(),
                Map.of(
                        "kind",
                        RunbookKind.INSTANCE_REBUILD.key(),
                        "evacuation",
                        evacuation.id().value(),
                        "destination",
                        move.to().name())));
    }
}
