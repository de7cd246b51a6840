package org.migrationrunbooks.runbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
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
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.springframework.stereotype.Component;

/**
 * Reads what a live migration would meet and decides where to and how, without changing anything. The steps of the runbook and the
 * dry run use the same methods, so that what was shown is what is done.
 */
@Component
class LiveMigrationPlanner implements MovePlanner {

    private final Platforms platforms;
    private final Forecaster forecaster;
    private final LiveMigrationProperties properties;
    private final Placement placement;

    LiveMigrationPlanner(Platforms platforms, Forecaster forecaster, LiveMigrationProperties properties) {
        this.platforms = platforms;
        this.forecaster = forecaster;
        this.properties = properties;
        this.placement = Placement.ofRunning(properties.cpuAllocationRatio());
    }

    /** Reads whether the instance can be moved live: it exists, runs in one place, and nobody else moves it. */
    @Override
    public Readiness readiness(InstanceId id) {
        Platform platform = platforms.get(id.platform());
        FleetSnapshot fleet = platform.hypervisor().inventory();
        Optional<Instance> listed = fleet.instance(id.name());
        if (listed.isEmpty()) {
            return new Readiness.NotReady(Problem.of(
                    ProblemCode.INSTANCE_UNKNOWN,
                    "Platform '%s' has no instance '%s'.".formatted(id.platform(), id.name()),
                    "Nothing was changed.",
                    "Look it up under /api/v1/instances."));
        }
        Instance instance = listed.get();
        Whereabouts whereabouts = platform.hypervisor().whereabouts(id);
        if (whereabouts.sightings().stream().anyMatch(s -> s.transferring() || s.incoming())) {
            return new Readiness.NotReady(Problem.of(
                    ProblemCode.INSTANCE_IN_MIGRATION,
                    "A migration of '%s' is under way that no runbook here has begun.".formatted(id.name()),
                    "The instance is being moved by somebody else; nothing was changed.",
                    "Wait until that migration has ended, or cancel it where it was begun."));
        }
        if (whereabouts.sightings().size() > 1) {
            return new Readiness.NotReady(Problem.of(
                    ProblemCode.INSTANCE_ON_SEVERAL_HOSTS,
                    "'%s' is listed on several hosts: %s."
                            .formatted(
                                    id.name(),
                                    whereabouts.sightings().stream()
                                            .map(sighting -> sighting.host().name())
                                            .toList()),
                    "It may run twice, or a stale definition was left behind; nothing was changed.",
                    "Find out by hand which one is right, and remove the other."));
        }
        if (instance.state() != InstanceState.RUNNING) {
            return new Readiness.NotReady(Problem.of(
                    ProblemCode.INSTANCE_NOT_RUNNING,
                    "'%s' is %s; only a running instance can be moved live."
                            .formatted(id.name(), instance.state().code()),
                    "The instance is on host '%s'; nothing was changed."
                            .formatted(instance.host().name()),
                    "Start it, or move it cold."));
        }
        if (instance.optedOut()) {
            return new Readiness.NotReady(Problem.of(
                    ProblemCode.INSTANCE_OPTED_OUT,
                    "'%s' is labelled runbooks=opt-out.".formatted(id.name()),
                    "Nothing was changed.",
                    "Ask its owner to remove the label."));
        }
        return new Readiness.Ready(new Situation(fleet, instance));
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
        List<HostId> passedOver = new ArrayList<>(avoided);
        List<Refusal> refusals = new ArrayList<>();
        while (true) {
            Placement.Choice choice =
                    placement.choose(situation.instance(), situation.fleet(), reservations, wanted, passedOver);
            if (!(choice instanceof Placement.Choice.Chosen chosen)) {
                refusals.addAll(withoutRepeats(choice.refusals(), refusals));
                return new Placement.Choice.NoneFits(refusals);
            }
            List<Blocker> blockers = preflight(situation, request, chosen.host(), (Strategy.Live) strategy);
            if (blockers.isEmpty()) {
                refusals.addAll(withoutRepeats(choice.refusals(), refusals));
                return new Placement.Choice.Chosen(chosen.host(), refusals);
            }
            blockers.forEach(blocker -> refusals.add(
                    new Refusal(chosen.host(), blocker.code().name(), blocker.reason() + " " + blocker.remedy())));
            passedOver.add(chosen.host());
        }
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

    private static List<Refusal> withoutRepeats(List<Refusal> more, List<Refusal> known) {
        return more.stream()
                .filter(refusal -> known.stream().noneMatch(k -> k.host().equals(refusal.host())))
                .toList();
    }

    private List<Blocker> preflight(
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
                .blockers();
    }

    /** Measures the instance's load and foretells each live strategy that request, labels and platform allow. */
    @Override
    public Map<String, Forecast> forecasts(Situation situation, StartRequest request, HostId destination) {
        Platform platform = platforms.get(destination.platform());
        Instance instance = situation.instance();
        MemoryLoad load = platform.hypervisor().measureLoad(instance.id());
        List<Strategy.Live> strategies = new ArrayList<>(List.of(Strategy.PLAIN));
        if (autoConvergeAllowed(instance, request)) {
            strategies.add(new Strategy.Live(true, false));
        }
        if (postCopyAllowed(instance, request)) {
            strategies.add(new Strategy.Live(false, true));
        }
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        for (Strategy.Live strategy : strategies) {
            forecasts.put(
                    strategy.code(),
                    forecaster.forecast(new ForecastRequest(
                            platform.type(),
                            instance.memory(),
                            load,
                            bandwidth(situation, request, destination),
                            maxDowntime(instance, request),
                            strategy)));
        }
        return forecasts;
    }

    public boolean postCopyAllowed(Instance instance, StartRequest request) {
        return (instance.postCopyAllowed() || request.postCopyAllowed())
                && platforms
                        .get(instance.id().platform())
                        .hypervisor()
                        .capabilities()
                        .postCopy();
    }

    public boolean autoConvergeAllowed(Instance instance, StartRequest request) {
        return (instance.autoConvergeAllowed() || request.autoConvergeAllowed())
                && platforms
                        .get(instance.id().platform())
                        .hypervisor()
                        .capabilities()
                        .autoConverge();
    }

    /** The request's limit, else the instance's, else the configured one. */
    @Override
    public Duration maxDowntime(Instance instance, StartRequest request) {
        if (request.maxDowntimeMillis() != null) {
            return Duration.ofMillis(request.maxDowntimeMillis());
        }
        return instance.maxDowntime() == null ? properties.maxDowntime() : instance.maxDowntime();
    }

    private static DataRate bandwidth(Situation situation, StartRequest request, HostId destination) {
        DataRate link = link(situation, situation.instance().host());
        DataRate other = link(situation, destination);
        DataRate narrow = link.compareTo(other) <= 0 ? link : other;
        DataRate asked = request.bandwidth();
        return asked == null || narrow.compareTo(asked) < 0 ? narrow : asked;
    }

    private static DataRate link(Situation situation, HostId host) {
        return situation.fleet().host(host.name()).map(Host::link).orElse(DataRate.ZERO);
    }

    @Override
    public Strategy usual() {
        return Strategy.PLAIN;
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
