package org.migrationrunbooks.runbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.forecast.ColdForecaster;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.planning.Reservations;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.springframework.stereotype.Component;

/** Plans cold migrations: of instances that run and are stopped for it, and of those that are off and stay off. */
@Component
class ColdMigrationPlanner implements MovePlanner {

    /** What stands in the way of a live migration only: memory is not moved, and private volumes are copied. */
    private static final Set<BlockerCode> LIVE_ONLY = EnumSet.of(
            BlockerCode.INSTANCE_NOT_RUNNING,
            BlockerCode.VOLUME_NOT_SHARED,
            BlockerCode.CPU_INCOMPATIBLE,
            BlockerCode.STRATEGY_UNSUPPORTED,
            BlockerCode.UNSAFE_CACHE_MODE);

    private static final Set<InstanceState> MOVABLE =
            EnumSet.of(InstanceState.RUNNING, InstanceState.STOPPED, InstanceState.CRASHED);

    private final Platforms platforms;
    private final Placement placement;

    ColdMigrationPlanner(Platforms platforms, LiveMigrationProperties properties) {
        this.platforms = platforms;
        this.placement = Placement.ofStopped(properties.cpuAllocationRatio());
    }

    @Override
    public Readiness readiness(InstanceId id) {
        Platform platform = platforms.get(id.platform());
        if (platform.instanceTasks().isEmpty()) {
            return notReady(
                    ProblemCode.RUNBOOK_UNSUPPORTED,
                    "Platform '%s' has no cold migration yet.".formatted(id.platform()),
                    "Nothing was changed.",
                    "Move the instance live.");
        }
        FleetSnapshot fleet = platform.hypervisor().inventory();
        Optional<Instance> listed = fleet.instance(id.name());
        if (listed.isEmpty()) {
            return notReady(
                    ProblemCode.INSTANCE_UNKNOWN,
                    "Platform '%s' has no instance '%s'.".formatted(id.platform(), id.name()),
                    "Nothing was changed.",
                    "Look it up under /api/v1/instances.");
        }
        Instance instance = listed.get();
        Whereabouts whereabouts = platform.hypervisor().whereabouts(id);
        if (whereabouts.sightings().stream().anyMatch(s -> s.transferring() || s.incoming())) {
            return notReady(
                    ProblemCode.INSTANCE_IN_MIGRATION,
                    "A migration of '%s' is under way that no runbook here has begun.".formatted(id.name()),
                    "The instance is being moved by somebody else; nothing was changed.",
                    "Wait until that migration has ended, or cancel it where it was begun.");
        }
        if (whereabouts.sightings().size() > 1) {
            return notReady(
                    ProblemCode.INSTANCE_ON_SEVERAL_HOSTS,
                    "'%s' is listed on several hosts: %s."
                            .formatted(
                                    id.name(),
                                    whereabouts.sightings().stream()
                                            .map(sighting -> sighting.host().name())
                                            .toList()),
                    "It may run twice, or a stale definition was left behind; nothing was changed.",
                    "Find out by hand which one is right, and remove the other.");
        }
        if (!MOVABLE.contains(instance.state())) {
            return notReady(
                    ProblemCode.INSTANCE_NOT_MOVABLE,
                    "'%s' is %s; only an instance that runs or is off can be moved cold."
                            .formatted(id.name(), instance.state().code()),
                    "The instance is on host '%s'; nothing was changed."
                            .formatted(instance.host().name()),
                    "Resume it, or find out why its host does not answer.");
        }
        if (instance.optedOut()) {
            return notReady(
                    ProblemCode.INSTANCE_OPTED_OUT,
                    "'%s' is labelled runbooks=opt-out.".formatted(id.name()),
                    "Nothing was changed.",
                    "Ask its owner to remove the label.");
        }
        return new Readiness.Ready(new Situation(fleet, instance));
    }

    private static Readiness notReady(ProblemCode code, String detail, String state, String next) {
        return new Readiness.NotReady(Problem.of(code, detail, state, next));
    }

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
            choice.refusals().stream()
                    .filter(refusal ->
                            refusals.stream().noneMatch(known -> known.host().equals(refusal.host())))
                    .forEach(refusals::add);
            if (!(choice instanceof Placement.Choice.Chosen chosen)) {
                return new Placement.Choice.NoneFits(refusals);
            }
            List<Refusal> against = against(situation, request, chosen.host());
            if (against.isEmpty()) {
                return new Placement.Choice.Chosen(chosen.host(), refusals);
            }
            refusals.addAll(against);
            passedOver.add(chosen.host());
        }
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
        ByteSize disks = instance.volumes().stream()
                .filter(volume -> !volume.shared())
                .map(Volume::size)
                .reduce(ByteSize.ofBytes(0), ByteSize::plus);
        Forecast forecast = ColdForecaster.forecast(
                disks, bandwidth(situation, request, destination), instance.state() == InstanceState.RUNNING);
        return Map.of(usual().code(), forecast);
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
    public Map<String, Object> inputs(Situation situation, StartRequest request, Map<String, Forecast> forecasts) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("strategy", usual().code());
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
    public Strategy usual() {
        return new Strategy.Cold();
    }

    @Override
    public List<String> permissions(StartRequest request) {
        return request.hardStopAllowed() ? List.of(PlanException.HARD_STOP.code()) : List.of();
    }
}
