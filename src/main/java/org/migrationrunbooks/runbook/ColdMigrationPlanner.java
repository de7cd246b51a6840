package org.migrationrunbooks.runbook;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.ColdForecaster;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.planning.Reservations;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;

/** Plans cold migrations: of instances that run and are stopped for it, and of those that are off and stay off. */
@Component
class ColdMigrationPlanner implements MovePlanner {

    /** What stands in the way of a live migration only: memory is not moved, and private files are copied. */
    private static final Set<BlockerCode> LIVE_ONLY = EnumSet.of(
            BlockerCode.INSTANCE_NOT_RUNNING,
            BlockerCode.VOLUME_NOT_SHARED,
            BlockerCode.NVRAM_STATE,
            BlockerCode.CPU_INCOMPATIBLE,
            BlockerCode.STRATEGY_UNSUPPORTED,
            BlockerCode.UNSAFE_CACHE_MODE);

    private static final Set<InstanceState> MOVABLE =
            EnumSet.of(InstanceState.RUNNING, InstanceState.STOPPED, InstanceState.CRASHED);

    private final Platforms platforms;
    private final Fleets fleets;
    private final Placement placement;

    ColdMigrationPlanner(Platforms platforms, Fleets fleets, LiveMigrationProperties properties) {
        this.platforms = platforms;
        this.fleets = fleets;
        this.placement = Placement.ofStopped(properties.cpuAllocationRatio());
    }

    @Override
    public Readiness readiness(InstanceId id) {
        Platform platform = platforms.get(id.platform());
        if (platform.instanceTasks().isEmpty()) {
            return new Readiness.NotReady(Problem.of(
                    ProblemCode.RUNBOOK_UNSUPPORTED,
                    "Platform '%s' has no cold migration yet.".formatted(id.platform()),
                    "Nothing was changed.",
                    "Move the instance live."));
        }
        return MoveReading.readiness(fleets, platform, id, ColdMigrationPlanner::againstState);
    }

    private static Optional<Problem> againstState(Instance instance) {
        return MOVABLE.contains(instance.state())
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.INSTANCE_NOT_MOVABLE,
                        "'%s' is %s; only an instance that runs or is off can be moved cold."
                                .formatted(instance.name(), instance.state().code()),
                        "The instance is on host '%s'; nothing was changed."
                                .formatted(instance.host().name()),
                        "Resume it, or find out why its host does not answer."));
    }

    @Override
    public Placement.Choice choose(
            Situation situation,
            StartRequest request,
            Reservations reservations,
            @Nullable String wanted,
            List<HostId> avoided,
            Strategy strategy) {
        return MoveReading.choose(
                placement, situation, reservations, wanted, avoided, host -> against(situation, request, host));
    }

    private List<Refusal> against(Situation situation, StartRequest request, HostId destination) {
        Instance instance = situation.instance();
        return platforms
                .get(destination.platform())
                .hypervisor()
                .preflight(new MigrationRequest(
                        instance.id(),
                        instance.host(),
                        destination,
                        Strategy.PLAIN,
                        request.bandwidth(),
                        Duration.ZERO))
                .blockers()
                .stream()
                .filter(blocker -> !LIVE_ONLY.contains(blocker.code()))
                .map(blocker ->
                        new Refusal(destination, blocker.code().name(), blocker.reason() + " " + blocker.remedy()))
                .toList();
    }

    @Override
    public Placement.Choice room(Situation situation, Reservations reservations, HostId host) {
        return placement.choose(situation.instance(), situation.fleet(), reservations, host.name(), List.of());
    }

    @Override
    public Map<String, Forecast> forecasts(Situation situation, StartRequest request, HostId destination) {
        Instance instance = situation.instance();
        Forecast forecast = ColdForecaster.forecast(
                instance.privateBytes(),
                MoveReading.bandwidth(situation, request, destination),
                instance.state() == InstanceState.RUNNING);
        return Map.of(usual(situation).code(), forecast);
    }

    @Override
    public Map<String, Object> inputs(Situation situation, StartRequest request, Map<String, Forecast> forecasts) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("strategy", usual(situation).code());
        inputs.put("runs", situation.instance().state() == InstanceState.RUNNING);
        inputs.put("accepted", false);
        inputs.put("downtimeRaised", false);
        inputs.put("tier", situation.instance().labels().getOrDefault("tier", ""));
        inputs.put("change", situation.instance().labels().getOrDefault("change", ""));
        return inputs;
    }

    /** A cold migration has no limit: the instance is off for as long as it takes, which the forecast tells. */
    @Override
    public Duration maxDowntime(Instance instance, StartRequest request) {
        return Duration.ZERO;
    }

    @Override
    public Optional<String> strategyTable() {
        return Optional.empty();
    }

    @Override
    public Strategy usual(Situation situation) {
        return new Strategy.Cold();
    }

    @Override
    public List<String> permissions(StartRequest request) {
        return request.hardStopAllowed() ? List.of(PlanException.HARD_STOP.code()) : List.of();
    }
}
