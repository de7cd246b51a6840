package org.migrationrunbooks.runbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.forecast.ForecastRequest;
import org.migrationrunbooks.forecast.Forecaster;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.planning.Reservations;
import org.migrationrunbooks.platform.Capabilities;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;

/**
 * Reads what a live migration would meet and decides where to and how, without changing anything. The steps of the runbook and the
 * dry run use the same methods, so that what was shown is what is done.
 */
@Component
class LiveMigrationPlanner implements MovePlanner {

    private final Platforms platforms;
    private final Fleets fleets;
    private final Forecaster forecaster;
    private final LiveMigrationProperties properties;
    private final Placement placement;

    LiveMigrationPlanner(
            Platforms platforms, Fleets fleets, Forecaster forecaster, LiveMigrationProperties properties) {
        this.platforms = platforms;
        this.fleets = fleets;
        this.forecaster = forecaster;
        this.properties = properties;
        this.placement = Placement.ofRunning(properties.cpuAllocationRatio());
    }

    /** Reads whether the instance can be moved live: it exists, runs in one place, and nobody else moves it. */
    @Override
    public Readiness readiness(InstanceId id) {
        return MoveReading.readiness(fleets, platforms.get(id.platform()), id, LiveMigrationPlanner::againstState);
    }

    private static Optional<Problem> againstState(Instance instance) {
        return instance.state() == InstanceState.RUNNING
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.INSTANCE_NOT_RUNNING,
                        "'%s' is %s; only a running instance can be moved live."
                                .formatted(instance.name(), instance.state().code()),
                        "The instance is on host '%s'; nothing was changed."
                                .formatted(instance.host().name()),
                        "Start it, or move it cold."));
    }

    /**
     * Chooses the destination: first by the placement rules, then by asking the platform about the chosen one; a host that the
     * platform refuses is passed over.
     */
    @Override
    public Placement.Choice choose(
            Situation situation,
            StartRequest request,
            Reservations reservations,
            @Nullable String wanted,
            List<HostId> avoided,
            Strategy strategy) {
        return MoveReading.choose(
                placement,
                situation,
                reservations,
                wanted,
                avoided,
                host -> against(situation, request, host, (Strategy.Live) strategy));
    }

    /** Whether a host still has room by the placement rules alone; asks nobody, so it may be called while others wait. */
    @Override
    public Placement.Choice room(Situation situation, Reservations reservations, HostId host) {
        return placement.choose(situation.instance(), situation.fleet(), reservations, host.name(), List.of());
    }

    /** Whether the request lets the instance stand still for longer than its own limit or the configured one. */
    public boolean downtimeRaised(Instance instance, StartRequest request) {
        Duration usual = instance.maxDowntime() == null ? properties.maxDowntime() : instance.maxDowntime();
        return maxDowntime(instance, request).compareTo(usual) > 0;
    }

    private List<Refusal> against(
            Situation situation, StartRequest request, HostId destination, Strategy.Live strategy) {
        return platforms
                .get(destination.platform())
                .hypervisor()
                .preflight(new MigrationRequest(
                        situation.instance().id(),
                        situation.instance().host(),
                        destination,
                        strategy,
                        request.bandwidth(),
                        maxDowntime(situation.instance(), request)))
                .blockers()
                .stream()
                .map(blocker ->
                        new Refusal(destination, blocker.code().name(), blocker.reason() + " " + blocker.remedy()))
                .toList();
    }

    /** Measures the instance's load and foretells each live strategy that request, labels and platform allow. */
    @Override
    public Map<String, Forecast> forecasts(Situation situation, StartRequest request, HostId destination) {
        Platform platform = platforms.get(destination.platform());
        Instance instance = situation.instance();
        MemoryLoad load = platform.hypervisor().measureLoad(instance.id());
        boolean copyDisks = copiesDisks(instance);
        List<Strategy.Live> strategies = new ArrayList<>(List.of(new Strategy.Live(false, false, copyDisks)));
        if (autoConvergeAllowed(instance, request)) {
            strategies.add(new Strategy.Live(true, false, copyDisks));
        }
        if (postCopyAllowed(instance, request)) {
            strategies.add(new Strategy.Live(false, true, copyDisks));
        }
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        for (Strategy.Live strategy : strategies) {
            forecasts.put(
                    strategy.code(),
                    forecaster.forecast(new ForecastRequest(
                            platform.type(),
                            instance.memory(),
                            load,
                            MoveReading.bandwidth(situation, request, destination),
                            maxDowntime(instance, request),
                            strategy,
                            instance.privateBytes())));
        }
        return forecasts;
    }

    /** Whether volumes have to move along, and the platform can do that while the instance runs. */
    public boolean copiesDisks(Instance instance) {
        return !instance.storageShared() && capabilities(instance).copyDisks();
    }

    public boolean postCopyAllowed(Instance instance, StartRequest request) {
        return (instance.postCopyAllowed() || request.postCopyAllowed())
                && capabilities(instance).postCopy()
                && (!copiesDisks(instance) || capabilities(instance).copyDisksAndPostCopy());
    }

    public boolean autoConvergeAllowed(Instance instance, StartRequest request) {
        return (instance.autoConvergeAllowed() || request.autoConvergeAllowed())
                && capabilities(instance).autoConverge();
    }

    private Capabilities capabilities(Instance instance) {
        return platforms.get(instance.id().platform()).hypervisor().capabilities();
    }

    /** The request's limit, else the instance's, else the configured one. */
    @Override
    public Duration maxDowntime(Instance instance, StartRequest request) {
        if (request.maxDowntimeMillis() != null) {
            return Duration.ofMillis(request.maxDowntimeMillis());
        }
        return instance.maxDowntime() == null ? properties.maxDowntime() : instance.maxDowntime();
    }

    @Override
    public Optional<String> strategyTable() {
        return Optional.of("choose-strategy");
    }

    @Override
    public Strategy usual(Situation situation) {
        return new Strategy.Live(false, false, copiesDisks(situation.instance()));
    }

    @Override
    public Map<String, Object> inputs(Situation situation, StartRequest request, Map<String, Forecast> forecasts) {
        return StrategyTable.inputs(situation.instance(), request, forecasts, this);
    }

    @Override
    public List<String> permissions(StartRequest request) {
        return List.of();
    }
}
