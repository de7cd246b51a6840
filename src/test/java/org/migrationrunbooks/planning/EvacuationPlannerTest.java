package org.migrationrunbooks.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.migrationrunbooks.planning.EvacuationCase.guest;
import static org.migrationrunbooks.planning.EvacuationCase.host;
import static org.migrationrunbooks.planning.EvacuationCase.id;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.planning.Disposition.Kind;
import org.migrationrunbooks.scheduling.BootCaps;

class EvacuationPlannerTest {

    @Test
    void anInstanceOnSharedVolumesIsRebuiltWhereThereIsRoom() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32, 8)
                .failed(guest("web-1", 8).cpus(2));

        assertThat(evacuation.plan())
                .containsExactly(new Disposition(
                        id("web-1"),
                        Kind.REBUILD,
                        host("node-b"),
                        "Its volumes do not depend on node-a. node-b has room for it: 24 GB of memory and 6 virtual processors"
                                + " stay free there when all of this plan has arrived.",
                        null,
                        0,
                        1));
    }

    @Test
    void aFailedHostTakesNothingThoughThePlatformHoldsItToBeUp() {
        EvacuationCase evacuation = new EvacuationCase().failed(guest("web-1", 8));

        assertThat(evacuation.planFor("web-1").reason())
                .isEqualTo(
                        "No host has room for it (8 GB of memory, 1 virtual processors) besides what is there and what is"
                                + " placed before it: there is no other host.");
        assertThat(evacuation.planFor("web-1").remedy()).isEqualTo("Bring a host into service that may take it.");
    }

    @Test
    void anInstanceWithAnImageIsMadeAnewOnlyWhereItWasAskedForByName() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(guest("build-1", 8).privateDisk().label("image", "debian-12"));

        Disposition refused = evacuation.planFor("build-1");
        assertThat(refused.kind()).isEqualTo(Kind.DATA_LOSS);
        assertThat(refused.reason())
                .isEqualTo(
                        "The only copy of its volume scratch (400 GB) is on node-a. A rebuild from image 'debian-12' would"
                                + " lose what was written to it, and nobody has asked for that.");
        assertThat(refused.remedy())
                .isEqualTo(
                        "Bring node-a back with its disks; or, if the loss is accepted, ask by name for a rebuild from its"
                                + " image.");

        evacuation.fromImage.add(id("build-1"));
        Disposition asked = evacuation.planFor("build-1");
        assertThat(asked.kind()).isEqualTo(Kind.REBUILD_FROM_IMAGE);
        assertThat(asked.destination()).isEqualTo(host("node-b"));
        assertThat(asked.reason())
                .startsWith(
                        "It was asked for by name to be made anew from image 'debian-12'; what was written to its volume"
                                + " scratch (400 GB) is lost with node-a. node-b has room for it:");
    }

    @Test
    void anInstanceWhoseOnlyDiskIsOnTheFailedHostIsLost() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(guest("build-1", 8).privateDisk());

        assertThat(evacuation.planFor("build-1"))
                .isEqualTo(new Disposition(
                        id("build-1"),
                        Kind.LOST,
                        null,
                        "The only copy of its volume scratch (400 GB) is on node-a, and it has no image from which it could be"
                                + " made anew.",
                        "Bring node-a back with its disks, or restore the instance from a backup.",
                        0,
                        null));
        evacuation.fromImage.add(id("build-1"));
        assertThat(evacuation.planFor("build-1").reason()).endsWith("made anew, although that was asked for.");
    }

    @Test
    void askingForAnImageChangesNothingWhereNothingIsLost() {
        EvacuationCase evacuation =
                new EvacuationCase().with("node-b", 32).failed(guest("web-1", 8).label("image", "debian-12"));
        evacuation.fromImage.add(id("web-1"));

        assertThat(evacuation.planFor("web-1").kind()).isEqualTo(Kind.REBUILD);
    }

    @Test
    void aLabelKeepsAnInstanceOut() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(guest("licence-1", 4).label("runbooks", "opt-out"));

        assertThat(evacuation.planFor("licence-1"))
                .isEqualTo(new Disposition(
                        id("licence-1"),
                        Kind.EXCLUDED,
                        null,
                        "It is labelled runbooks=opt-out, so that no runbook touches it.",
                        "Ask its owner; with the label taken off, a new plan takes it in.",
                        0,
                        null));
        evacuation.running.put(id("licence-1"), host("node-b"));
        assertThat(evacuation.planFor("licence-1").reason()).endsWith("It was seen running on node-b.");
    }

    @Test
    void whatWasOffStaysOff() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(
                        guest("archive-1", 8).state(InstanceState.STOPPED),
                        guest("broken-1", 8).state(InstanceState.CRASHED));

        assertThat(evacuation.planFor("archive-1"))
                .isEqualTo(new Disposition(
                        id("archive-1"),
                        Kind.STAYS_OFF,
                        null,
                        "It was off before node-a failed, so that nothing that ran is missed; it stays with its host.",
                        null,
                        0,
                        null));
        assertThat(evacuation.planFor("broken-1"))
                .isEqualTo(new Disposition(
                        id("broken-1"),
                        Kind.STAYS_OFF,
                        null,
                        "Its guest had crashed before node-a failed, so that nothing that ran is missed; it stays with its host.",
                        "Should it run, start it when node-a is back in service.",
                        0,
                        null));
    }

    @Test
    void whatIsPausedOrNotKnownIsTakenToHaveRun() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(
                        guest("web-1", 8).state(InstanceState.PAUSED),
                        guest("web-2", 8).state(InstanceState.UNKNOWN));

        assertThat(evacuation.plan()).extracting(Disposition::kind).containsExactly(Kind.REBUILD, Kind.REBUILD);
    }

    @Test
    void whatRunsElsewhereIsLeftAloneAndTakesItsRoomThere() {
        EvacuationCase evacuation =
                new EvacuationCase().with("node-b", 32).failed(guest("web-1", 20), guest("web-2", 16));
        evacuation.running.put(id("web-1"), host("node-b"));

        assertThat(evacuation.planFor("web-1"))
                .isEqualTo(new Disposition(
                        id("web-1"),
                        Kind.ELSEWHERE,
                        host("node-b"),
                        "It runs on node-b, so that nothing is to be done.",
                        null,
                        0,
                        null));
        assertThat(evacuation.planFor("web-2").kind()).isEqualTo(Kind.NO_ROOM);
    }

    @Test
    void whatRunsElsewhereKeepsItsGroupAway() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .failed(guest("web-1", 4).group("web"), guest("web-2", 4).group("web"));
        evacuation.running.put(id("web-1"), host("node-b"));

        assertThat(evacuation.planFor("web-2").kind()).isEqualTo(Kind.NO_ROOM);
    }

    @Test
    void doubtIsForAPerson() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .failed(guest("db-1", 8), guest("db-2", 8))
                .considered(guest("db-3", 8), "node-b");
        evacuation.doubts.put(id("db-1"), "it was half way to node-b when node-a failed");
        evacuation.running.put(id("db-1"), host("node-b"));
        evacuation.running.put(id("db-2"), host("node-a"));

        assertThat(evacuation.planFor("db-1"))
                .isEqualTo(new Disposition(
                        id("db-1"),
                        Kind.UNCLEAR,
                        null,
                        "It cannot be told what became of it: it was half way to node-b when node-a failed.",
                        "Find out by hand where it is and whether it runs, before anybody starts it.",
                        0,
                        null));
        assertThat(evacuation.planFor("db-2").reason())
                .isEqualTo(
                        "It cannot be told what became of it: it was seen running on node-a, which is taken for dead.");
        assertThat(evacuation.planFor("db-3").reason())
                .isEqualTo(
                        "It cannot be told what became of it: the platform has it on node-b, where nobody has seen it run.");
    }

    @Test
    void whereRoomLacksItIsSaidHowMuchAndWhatWouldMakeIt() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .with("node-c", 16)
                .with("node-d", 64, HostState.DISABLED)
                .withOptedOut("node-e", 64)
                .on("node-b", guest("build-1", 24), guest("db-9", 4).priority(50))
                .failed(guest("web-1", 17).priority(10));

        assertThat(evacuation.planFor("web-1"))
                .isEqualTo(new Disposition(
                        id("web-1"),
                        Kind.NO_ROOM,
                        null,
                        "No host has room for it (17 GB of memory, 1 virtual processors) besides what is there and what is placed"
                                + " before it: node-c lacks 1 GB of memory; node-b lacks 13 GB of memory; node-d does not take it"
                                + " since the host is disabled; node-e does not take it since the host is labelled"
                                + " runbooks=opt-out.",
                        "Stopping build-1 (24 GB of memory, priority 0) on node-b, or moving it, would make room.",
                        10,
                        null));
    }

    @Test
    void theLeastImportantIsNamedToMakeRoomAndNeverOneMoreImportant() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 16)
                .with("node-c", 16)
                .on("node-b", guest("db-1", 12).priority(20))
                .on("node-c", guest("web-7", 10).priority(5), guest("web-8", 6).priority(5))
                .failed(guest("web-1", 6).priority(5));

        assertThat(evacuation.planFor("web-1").remedy())
                .isEqualTo("Stopping web-8 (6 GB of memory, priority 5) on node-c, or moving it, would make room.");
    }

    @Test
    void whereNoSingleInstanceStandsInTheWayTheNearestHostIsNamed() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 16)
                .on("node-b", guest("web-7", 6), guest("web-8", 6))
                .failed(guest("web-1", 12));

        assertThat(evacuation.planFor("web-1").remedy())
                .isEqualTo(
                        "No single instance of its priority or below stands in the way; make room on node-b, which lacks"
                                + " least, or bring another host into service.");
    }

    @Test
    void aGroupThatStandsInTheWayIsNamed() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .on("node-b", guest("web-2", 4).group("web"))
                .failed(guest("web-1", 4).group("web"));

        assertThat(evacuation.planFor("web-1").reason())
                .contains("node-b does not take it since web-2 of the same group 'web' is there or on its way.");
        assertThat(evacuation.planFor("web-1").remedy())
                .isEqualTo("Stopping web-2 (4 GB of memory, priority 0) on node-b, or moving it, would make room.");
    }

    @Test
    void ofManyHostsOnlySomeAreNamed() {
        EvacuationCase evacuation =
                new EvacuationCase().failed(guest("web-1", 12).cpus(4));
        for (char host = 'b'; host <= 'h'; host++) {
            evacuation.with("node-" + host, 4 + (host - 'b'), 2);
        }

        assertThat(evacuation.planFor("web-1").reason())
                .endsWith(
                        "node-h lacks 2 GB of memory and lacks 2 virtual processors; node-g lacks 3 GB of memory and lacks 2"
                                + " virtual processors; node-f lacks 4 GB of memory and lacks 2 virtual processors; node-e lacks 5 GB of"
                                + " memory and lacks 2 virtual processors; and so on for 3 more.");
    }

    @Test
    void whatThePlatformHasAgainstAHostCounts() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .with("node-c", 16)
                .failed(guest("web-1", 4), guest("web-2", 30));
        Refusal unreached = new Refusal(host("node-b"), "STORAGE_UNREACHABLE", "it does not reach volume root");
        evacuation.objections.put(id("web-1"), List.of(unreached));
        evacuation.objections.put(id("web-2"), List.of(unreached));

        assertThat(evacuation.planFor("web-1").destination()).isEqualTo(host("node-c"));
        assertThat(evacuation.planFor("web-2").reason())
                .endsWith("node-c lacks 18 GB of memory; node-b does not take it since it does not reach volume root.");
    }

    @Test
    void promisesToOthersCountAndEarlierOnesToItselfDoNot() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 16)
                .reserved("node-b", guest("web-1", 8))
                .reserved("node-b", guest("other-1", 4))
                .failed(guest("web-1", 8));
        assertThat(evacuation.planFor("web-1").kind()).isEqualTo(Kind.REBUILD);

        evacuation.reserved("node-b", guest("other-2", 6));
        assertThat(evacuation.planFor("web-1").kind()).isEqualTo(Kind.NO_ROOM);
    }

    @Test
    void higherPriorityIsPlacedAtTheCostOfLower() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(
                        guest("small-1", 16),
                        guest("small-2", 16),
                        guest("large-1", 32).priority(1));

        assertThat(evacuation.plan())
                .extracting(disposition -> disposition.instance().name(), Disposition::kind)
                .containsExactly(
                        tuple("large-1", Kind.REBUILD), tuple("small-1", Kind.NO_ROOM), tuple("small-2", Kind.NO_ROOM));
    }

    @Test
    void amongEqualsAsManyAsPossibleArePlaced() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 32)
                .failed(guest("large-1", 32), guest("small-1", 16), guest("small-2", 16));

        assertThat(evacuation.planFor("large-1").kind()).isEqualTo(Kind.NO_ROOM);
        assertThat(evacuation.planFor("small-1").kind()).isEqualTo(Kind.REBUILD);
        assertThat(evacuation.planFor("small-2").kind()).isEqualTo(Kind.REBUILD);
    }

    @Test
    void theLoadIsSpread() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .with("node-c", 64)
                .on("node-b", guest("old-1", 16))
                .failed(guest("web-1", 8), guest("web-2", 8), guest("web-3", 8), guest("web-4", 8));

        assertThat(evacuation.plan())
                .filteredOn(disposition -> host("node-c").equals(disposition.destination()))
                .hasSize(3);
    }

    @Test
    void theLoadIsSpreadAlsoWhereRoomHadToBeLookedFor() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .with("node-c", 64)
                .failed(
                        guest("huge-1", 128),
                        guest("web-1", 8),
                        guest("web-2", 8),
                        guest("web-3", 8),
                        guest("web-4", 8));

        assertThat(evacuation.plan())
                .filteredOn(disposition -> host("node-c").equals(disposition.destination()))
                .hasSize(2);
    }

    @Test
    void wavesKeepTheCapsAndTakeHigherPriorityFirst() {
        EvacuationCase evacuation = new EvacuationCase()
                .with("node-b", 64)
                .failed(
                        guest("db-1", 8).priority(9),
                        guest("web-1", 8),
                        guest("web-2", 8),
                        guest("web-3", 8),
                        guest("web-4", 8));
        evacuation.caps = new BootCaps(2, 16);

        assertThat(evacuation.plan()).extracting(Disposition::wave).containsExactly(1, 1, 2, 2, 3);
        evacuation.caps = new BootCaps(4, 3);
        assertThat(evacuation.plan()).extracting(Disposition::wave).containsExactly(1, 1, 1, 2, 2);
    }

    @Test
    void dispositionsAreReadBackFromJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (Disposition disposition : new EvacuationCase()
                .with("node-b", 8)
                .failed(guest("web-1", 8), guest("web-2", 8))
                .plan()) {
            assertThat(json.readValue(json.writeValueAsString(disposition), Disposition.class))
                    .isEqualTo(disposition);
        }
        assertThat(json.writeValueAsString(Kind.REBUILD_FROM_IMAGE)).isEqualTo("\"rebuild-from-image\"");
    }

    @Test
    void whatIsDecidedIsToldApartFromWhatWasMeasured() {
        Disposition roomy = new EvacuationCase()
                .with("node-b", 64)
                .failed(guest("web-1", 8))
                .planFor("web-1");
        Disposition tight =
                new EvacuationCase().with("node-b", 9).failed(guest("web-1", 8)).planFor("web-1");

        assertThat(roomy.reason()).isNotEqualTo(tight.reason());
        assertThat(roomy.decision())
                .isEqualTo(tight.decision())
                .isEqualTo("disposition demo/web-1 rebuild on demo/node-b");
    }

    @Test
    void aHostThatThePlatformDoesNotKnowIsRefused() {
        EvacuationSituation known =
                new EvacuationCase().failed(guest("web-1", 8)).situation();

        assertThatThrownBy(() -> new EvacuationPlanner(1, new BootCaps(4, 16))
                        .plan(new EvacuationSituation(
                                known.fleet(),
                                host("node-z"),
                                known.instances(),
                                known.runningElsewhere(),
                                known.doubts(),
                                known.reservations(),
                                known.objections(),
                                known.fromImage())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("demo/node-z");
    }
}
