package org.migrationrunbooks.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.planning.EvacuationCase.guest;
import static org.migrationrunbooks.planning.EvacuationCase.host;
import static org.migrationrunbooks.planning.EvacuationCase.id;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.planning.Disposition.Kind;
import org.migrationrunbooks.scheduling.BootCaps;

/** What holds of every evacuation, on fleets that are small enough to try every placement. */
class EvacuationPropertiesTest {

    private static final Pattern STOPPING =
            Pattern.compile("Stopping (\\S+) \\(.*\\) on (\\S+), or moving it, would make room\\.");

    /** Of two or three hosts, each with memory, processors and state. */
    record Place(int memory, int cpus, HostState state, boolean optedOut) {}

    /** An instance in plain figures; where from 0: on the failed host; else on that host, running or not, or only promised to it. */
    record Body(int where, int memory, int cpus, int priority, int group, boolean off, boolean promised) {}

    /** An instance, by number, that may not go to a host, by number. */
    record Objection(int instance, int host) {}

    @Provide
    Arbitrary<EvacuationCase> fleets() {
        Arbitrary<Place> place = Combinators.combine(
                        Arbitraries.integers().between(4, 20),
                        Arbitraries.integers().between(2, 8),
                        Arbitraries.frequency(
                                Tuple.of(8, HostState.UP),
                                Tuple.of(1, HostState.DISABLED),
                                Tuple.of(1, HostState.DOWN)),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                .as(Place::new);
        Arbitrary<Body> failed = body(Arbitraries.just(0));
        Arbitrary<Body> there = body(Arbitraries.integers().between(1, 3));
        Arbitrary<Objection> objection = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 3))
                .as(Objection::new);
        return Combinators.combine(
                        place.list().ofMinSize(1).ofMaxSize(3),
                        failed.list().ofMinSize(1).ofMaxSize(6),
                        there.list().ofMaxSize(3),
                        objection.list().ofMaxSize(2),
                        Arbitraries.of(1.0, 1.5),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 4))
                .as(EvacuationPropertiesTest::fleet);
    }

    private static Arbitrary<Body> body(Arbitrary<Integer> where) {
        return Combinators.combine(
                        where,
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(-3, 1),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(false, false, true))
                .as(Body::new);
    }

    private static EvacuationCase fleet(
            List<Place> places,
            List<Body> failed,
            List<Body> there,
            List<Objection> objections,
            double ratio,
            int perHost,
            int perStorage) {
        EvacuationCase evacuation = new EvacuationCase();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.optedOut()) {
                evacuation.withOptedOut(name(i + 1), place.memory());
            } else if (place.state() == HostState.UP) {
                evacuation.with(name(i + 1), place.memory(), place.cpus());
            } else {
                evacuation.with(name(i + 1), place.memory(), place.state());
            }
        }
        for (int i = 0; i < failed.size(); i++) {
            evacuation.failed(guestOf("web-" + i, failed.get(i)));
        }
        for (int i = 0; i < there.size(); i++) {
            Body body = there.get(i);
            EvacuationCase.Guest guest = guestOf("old-" + i, body);
            String host = name(Math.min(body.where(), places.size()));
            if (body.promised()) {
                // It is still where it comes from.
                evacuation.on(name(0), guest).reserved(host, guest);
            } else {
                evacuation.on(host, body.off() ? guest.state(InstanceState.STOPPED) : guest);
            }
        }
        for (Objection objection : objections) {
            evacuation
                    .objections
                    .computeIfAbsent(id("web-" + objection.instance()), any -> new ArrayList<>())
                    .add(new Refusal(
                            host(name(objection.host())), "STORAGE_UNREACHABLE", "it does not reach volume root"));
        }
        evacuation.cpuAllocationRatio = ratio;
        evacuation.caps = new BootCaps(perHost, perStorage);
        return evacuation;
    }

    private static EvacuationCase.Guest guestOf(String name, Body body) {
        return guest(name, body.memory())
                .cpus(body.cpus())
                .priority(body.priority())
                .group(body.group() < 0 ? null : "group-" + body.group());
    }

    private static String name(int host) {
        return "node-" + "abcdefgh".charAt(host);
    }

    private static Map<InstanceId, HostId> placed(List<Disposition> plan) {
        Map<InstanceId, HostId> placed = new HashMap<>();
        plan.stream()
                .filter(disposition -> disposition.kind().rebuilds())
                .forEach(disposition ->
                        placed.put(disposition.instance(), Objects.requireNonNull(disposition.destination())));
        return placed;
    }

    @Property
    void asManyArePlacedAsAnyPlacementCouldHoldHighestPriorityFirst(@ForAll("fleets") EvacuationCase evacuation) {
        ExhaustiveCheck check = new ExhaustiveCheck(evacuation.situation(), evacuation.cpuAllocationRatio);
        Map<InstanceId, HostId> placed = placed(evacuation.plan());

        assertThat(check.permits(placed)).as("%s keeps the rules", placed).isTrue();
        assertThat(check.counted(placed)).as("placed by priority: %s", placed).isEqualTo(check.most());
    }

    @Property
    void theSameSituationHasTheSamePlan(@ForAll("fleets") EvacuationCase evacuation, @ForAll Random random) {
        EvacuationSituation situation = evacuation.situation();
        List<Instance> shuffled = new ArrayList<>(situation.instances());
        Collections.shuffle(shuffled, random);
        EvacuationSituation other = new EvacuationSituation(
                situation.fleet(),
                situation.dead(),
                shuffled,
                situation.runningElsewhere(),
                situation.doubts(),
                situation.reservations(),
                situation.objections(),
                situation.fromImage());

        assertThat(new EvacuationPlanner(evacuation.cpuAllocationRatio, evacuation.caps).plan(other))
                .isEqualTo(evacuation.plan());
    }

    @Property
    void everyInstanceIsAccountedForInOrderAndWithWords(@ForAll("fleets") EvacuationCase evacuation) {
        List<Disposition> plan = evacuation.plan();

        assertThat(plan)
                .extracting(Disposition::instance)
                .containsExactlyInAnyOrderElementsOf(evacuation.situation().instances().stream()
                        .map(Instance::id)
                        .toList());
        assertThat(plan).extracting(Disposition::priority).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(plan).allSatisfy(disposition -> {
            assertThat(disposition.reason()).endsWith(".").doesNotContain("null");
            if (disposition.kind() == Kind.NO_ROOM) {
                assertThat(disposition.remedy()).isNotNull().endsWith(".");
            }
        });
    }

    @Property
    void wavesKeepTheCapsAndNobodyWaitsForALowerPriority(@ForAll("fleets") EvacuationCase evacuation) {
        List<Disposition> booting = evacuation.plan().stream()
                .filter(disposition -> disposition.kind().rebuilds())
                .toList();
        for (Disposition one : booting) {
            for (int wave = 1; wave <= wave(one); wave++) {
                int current = wave;
                List<Disposition> together =
                        booting.stream().filter(other -> wave(other) == current).toList();
                assertThat(together).hasSizeBetween(1, evacuation.caps.perStorage());
                assertThat(together)
                        .filteredOn(other -> Objects.equals(other.destination(), one.destination()))
                        .hasSizeLessThanOrEqualTo(evacuation.caps.perHost());
                if (wave < wave(one)) {
                    List<Disposition> notLower = together.stream()
                            .filter(other -> other.priority() >= one.priority())
                            .toList();
                    long onItsHost = notLower.stream()
                            .filter(other -> Objects.equals(other.destination(), one.destination()))
                            .count();
                    assertThat(notLower.size() == evacuation.caps.perStorage()
                                    || onItsHost == evacuation.caps.perHost())
                            .as("%s waits in wave %d for others of its priority or higher", one.instance(), wave)
                            .isTrue();
                }
            }
        }
    }

    private static int wave(Disposition disposition) {
        return Objects.requireNonNull(disposition.wave());
    }

    @Property
    void whatIsSaidToMakeRoomMakesRoom(@ForAll("fleets") EvacuationCase evacuation) {
        List<Disposition> plan = evacuation.plan();
        for (Disposition disposition : plan) {
            Matcher stopping = STOPPING.matcher(String.valueOf(disposition.remedy()));
            if (stopping.matches()) {
                EvacuationSituation situation = evacuation.situation();
                FleetSnapshot fleet = situation.fleet();
                EvacuationSituation after = new EvacuationSituation(
                        new FleetSnapshot(
                                fleet.platform(),
                                fleet.takenAt(),
                                fleet.hosts(),
                                fleet.instances().stream()
                                        .filter(instance -> !instance.name().equals(stopping.group(1)))
                                        .toList()),
                        situation.dead(),
                        situation.instances(),
                        situation.runningElsewhere(),
                        situation.doubts(),
                        situation.reservations(),
                        situation.objections(),
                        situation.fromImage());
                Map<InstanceId, HostId> placed = placed(plan);
                placed.put(disposition.instance(), host(stopping.group(2)));
                assertThat(new ExhaustiveCheck(after, evacuation.cpuAllocationRatio).permits(placed))
                        .as("with %s", disposition)
                        .isTrue();
            }
        }
    }
}
