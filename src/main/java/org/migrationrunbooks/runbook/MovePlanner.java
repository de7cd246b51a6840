package org.migrationrunbooks.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Reservations;

/**
 * Reads what a move of one instance would meet and decides where to and how, without changing anything. The steps of the runbook and
 * the dry run use the same methods, so that what was shown is what is done.
 */
public interface MovePlanner {

    /** The instance and its surroundings as the platform shows them now. */
    public record Situation(FleetSnapshot fleet, Instance instance) {}

    /** What stands against moving an instance at all, or its situation. */
    public sealed interface Readiness {

        record Ready(Situation situation) implements Readiness {}

        record NotReady(Problem problem) implements Readiness {}
    }

    /** Reads whether the instance can be moved at all: it exists in one place, in a state that allows it, and nobody else moves it. */
    Readiness readiness(InstanceId id);

    /**
     * Chooses the destination: first by the placement rules, then by asking the platform about the chosen one; a host that the
     * platform refuses is passed over.
     */
    Placement.Choice choose(
            Situation situation,
            StartRequest request,
            Reservations reservations,
            @Nullable String wanted,
            List<HostId> avoided,
            Strategy strategy);

    /** Whether a host still has room by the placement rules alone; asks nobody, so it may be called while others wait. */
    Placement.Choice room(Situation situation, Reservations reservations, HostId host);

    /** What each strategy that is allowed is expected to be like, by its code. */
    Map<String, Forecast> forecasts(Situation situation, StartRequest request, HostId destination);

    /** The inputs of the decision tables, by name. */
    Map<String, Object> inputs(Situation situation, StartRequest request, Map<String, Forecast> forecasts);

    /** How long the instance may stand still at switch-over: the request's limit, else the instance's, else the configured one. */
    Duration maxDowntime(Instance instance, StartRequest request);

    /** The strategy with which a destination is looked for before one is chosen. */
    Strategy usual(Situation situation);

    /** The decision table that chooses the strategy; empty where there is only the usual one. */
    Optional<String> strategyTable();

    /** What the request allows beyond the move itself; part of what is approved. */
    List<String> permissions(StartRequest request);
}
