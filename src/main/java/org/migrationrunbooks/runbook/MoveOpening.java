package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Placement;
import org.springframework.stereotype.Component;

/** Opens runs that move one instance. */
@Component
class MoveOpening implements Opening {

    private final Targets targets;
    private final MovePlanners planners;
    private final CapacityReservations reservations;
    private final Claims claims;

    MoveOpening(Targets targets, MovePlanners planners, CapacityReservations reservations, Claims claims) {
        this.targets = targets;
        this.planners = planners;
        this.reservations = reservations;
        this.claims = claims;
    }

    @Override
    public RunbookKind.Scope scope() {
        return RunbookKind.Scope.INSTANCE;
    }

    @Override
    public RunTarget target(RunbookKind kind, StartRequest request) {
        return new RunTarget.OfInstance(targets.instance(request));
    }

    @Override
    public Optional<RunbookId> holder(RunTarget target) {
        return claims.holder(instance(target));
    }

    @Override
    public void check(RunbookKind kind, StartRequest request, RunTarget target) {
        MovePlanner planner = planners.of(kind);
        MovePlanner.Readiness readiness = planner.readiness(instance(target));
        if (readiness instanceof MovePlanner.Readiness.NotReady notReady) {
            throw new ProblemException(notReady.problem());
        }
        var situation = ((MovePlanner.Readiness.Ready) readiness).situation();
        targets.destination(request, situation);
        Placement.Choice choice = planner.choose(
                situation, request, reservations.all(), request.destination(), List.of(), planner.usual(situation));
        if (choice instanceof Placement.Choice.NoneFits) {
            throw new ProblemException(Targets.refused(request, choice));
        }
    }

    @Override
    public Optional<RunbookId> claim(RunbookId run, RunTarget target) {
        return claims.take(run, instance(target));
    }

    private static InstanceId instance(RunTarget target) {
        return ((RunTarget.OfInstance) target).instance();
    }
}
