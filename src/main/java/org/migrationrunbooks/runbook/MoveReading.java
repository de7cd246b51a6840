package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.planning.Reservations;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Whereabouts;

/** What the planners of moves have in common. */
final class MoveReading {

    private static final String NOTHING_CHANGED = "Nothing was changed.";

    private MoveReading() {}

    /**
     * Reads whether an instance can be moved: it exists, in one place, and nobody else moves it.
     *
     * @param state what is wrong with the instance's state for this kind of move
     */
    static MovePlanner.Readiness readiness(
            Fleets fleets, Platform platform, InstanceId id, Function<Instance, Optional<Problem>> state) {
        FleetSnapshot fleet = fleets.of(platform);
        Optional<Instance> listed = fleet.instance(id.name());
        if (listed.isEmpty()) {
            return new MovePlanner.Readiness.NotReady(Problem.of(
                    ProblemCode.INSTANCE_UNKNOWN,
                    "Platform '%s' has no instance '%s'.".formatted(id.platform(), id.name()),
                    NOTHING_CHANGED,
                    "Look it up under /api/v1/instances."));
        }
        Instance instance = listed.get();
        return inOnePlace(id, platform.hypervisor().whereabouts(id))
                .or(() -> state.apply(instance))
                .or(() -> optedOut(instance))
                .<MovePlanner.Readiness>map(MovePlanner.Readiness.NotReady::new)
                .orElseGet(() -> new MovePlanner.Readiness.Ready(new MovePlanner.Situation(fleet, instance)));
    }

    private static Optional<Problem> inOnePlace(InstanceId id, Whereabouts whereabouts) {
        if (whereabouts.sightings().stream().anyMatch(s -> s.transferring() || s.incoming())) {
            return Optional.of(Problem.of(
                    ProblemCode.INSTANCE_IN_MIGRATION,
                    "A migration of '%s' is under way that no runbook here has begun.".formatted(id.name()),
                    "The instance is being moved by somebody else; nothing was changed.",
                    "Wait until that migration has ended, or cancel it where it was begun."));
        }
        if (whereabouts.sightings().size() > 1) {
            return Optional.of(Problem.of(
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
        return Optional.empty();
    }

    private static Optional<Problem> optedOut(Instance instance) {
        return instance.optedOut()
                ? Optional.of(Problem.of(
                        ProblemCode.INSTANCE_OPTED_OUT,
                        "'%s' is labelled runbooks=opt-out.".formatted(instance.name()),
                        NOTHING_CHANGED,
                        "Ask its owner to remove the label."))
                : Optional.empty();
    }

    /**
     * Chooses by the placement rules, then asks the platform about the chosen host; one that it refuses is passed over.
     *
     * @param platform what the platform has against a host
     */
    static Placement.Choice choose(
            Placement placement,
            MovePlanner.Situation situation,
            Reservations reservations,
            @Nullable String wanted,
            List<HostId> avoided,
            Function<HostId, List<Refusal>> platform) {
        List<HostId> passedOver = new ArrayList<>(avoided);
        List<Refusal> refusals = new ArrayList<>();
        while (true) {
            Placement.Choice choice =
                    placement.choose(situation.instance(), situation.fleet(), reservations, wanted, passedOver);
            List<Refusal> known = List.copyOf(refusals);
            choice.refusals().stream()
                    .filter(refusal -> known.stream().noneMatch(k -> k.host().equals(refusal.host())))
                    .forEach(refusals::add);
            if (!(choice instanceof Placement.Choice.Chosen chosen)) {
                return new Placement.Choice.NoneFits(refusals);
            }
            List<Refusal> against = platform.apply(chosen.host());
            if (against.isEmpty()) {
                return new Placement.Choice.Chosen(chosen.host(), refusals);
            }
            refusals.addAll(against);
            passedOver.add(chosen.host());
        }
    }

    /** What a transfer may use: the narrower of the two hosts' links, or what the request allows of it. */
    static DataRate bandwidth(MovePlanner.Situation situation, StartRequest request, HostId destination) {
        DataRate link = link(situation, situation.instance().host());
        DataRate other = link(situation, destination);
        DataRate narrow = link.compareTo(other) <= 0 ? link : other;
        DataRate asked = request.bandwidth();
        return asked == null || narrow.compareTo(asked) < 0 ? narrow : asked;
    }

    private static DataRate link(MovePlanner.Situation situation, HostId host) {
        return situation.fleet().host(host.name()).map(Host::link).orElse(DataRate.ZERO);
    }
}
