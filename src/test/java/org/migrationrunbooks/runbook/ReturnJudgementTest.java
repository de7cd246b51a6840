package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Disposition.Kind;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.Whereabouts;

class ReturnJudgementTest {

    private static final HostId RETURNING = new HostId("rack", "returning");
    private static final HostId OTHER = new HostId("rack", "other");
    private static final HostId THIRD = new HostId("rack", "third");
    private static final InstanceId WEB = new InstanceId("rack", "web");

    @Test
    void whatIsOffAndRunsElsewhereIsALeftover() {
        Disposition judged = judge(List.of(), Optional.empty(), off(RETURNING), running(OTHER));
        assertThat(judged.kind()).isEqualTo(Kind.LEFTOVER);
        assertThat(judged.destination()).isEqualTo(OTHER);
    }

    @Test
    void whatIsOffHereAndOffWhereARunOfOursHasPutItIsALeftover() {
        assertThat(judge(List.of(), Optional.of(OTHER), off(RETURNING), off(OTHER))
                        .kind())
                .isEqualTo(Kind.LEFTOVER);
    }

    @Test
    void ofTwoDefinitionsThatAreOffNobodyKnowsWhichOneIsTheInstance() {
        Disposition judged = judge(List.of(), Optional.empty(), off(RETURNING), off(OTHER));
        assertThat(judged.kind()).isEqualTo(Kind.UNCLEAR);
        assertThat(judged.remedy()).contains("by hand");
        assertThat(judge(List.of(), Optional.of(THIRD), off(RETURNING), off(OTHER))
                        .kind())
                .as("moved to where it is not seen")
                .isEqualTo(Kind.UNCLEAR);
    }

    @Test
    void whatIsNowhereElseIsTheInstanceItself() {
        assertThat(judge(List.of(), Optional.empty(), off(RETURNING)).kind()).isEqualTo(Kind.KEPT);
        assertThat(judge(List.of(), Optional.empty(), running(RETURNING)).kind())
                .isEqualTo(Kind.KEPT);
        assertThat(judge(List.of(THIRD), Optional.empty(), off(RETURNING)).kind())
                .as("a host that is silent and has nothing to do with it")
                .isEqualTo(Kind.KEPT);
    }

    @Test
    void whatMayBeOnASilentHostIsNotTakenForTheInstance() {
        assertThat(judge(List.of(OTHER), Optional.of(OTHER), off(RETURNING)).kind())
                .isEqualTo(Kind.UNCLEAR);
        assertThat(judge(List.of(OTHER), Optional.of(OTHER), running(RETURNING)).kind())
                .isEqualTo(Kind.RUNS_TWICE);
    }

    @Test
    void whatIsAliveInTwoPlacesRunsTwice() {
        assertThat(judge(List.of(), Optional.empty(), running(RETURNING), running(OTHER))
                        .kind())
                .isEqualTo(Kind.RUNS_TWICE);
        assertThat(judge(
                                List.of(),
                                Optional.empty(),
                                seen(RETURNING, InstanceState.PAUSED, false, false),
                                off(THIRD),
                                running(OTHER))
                        .destination())
                .as("where it is alive too, not where it is off")
                .isEqualTo(OTHER);
    }

    @Test
    void whatRunsHereAndIsOffElsewhereDoesNotRunTwice() {
        assertThat(judge(List.of(), Optional.of(OTHER), running(RETURNING), off(OTHER))
                        .kind())
                .isEqualTo(Kind.UNCLEAR);
    }

    @Test
    void whatIsBeingMovedDoesNotRunTwice() {
        assertThat(judge(
                                List.of(),
                                Optional.empty(),
                                seen(RETURNING, InstanceState.RUNNING, false, true),
                                seen(OTHER, InstanceState.PAUSED, true, true))
                        .kind())
                .isEqualTo(Kind.UNCLEAR);
        assertThat(judge(
                                List.of(),
                                Optional.empty(),
                                seen(RETURNING, InstanceState.PAUSED, true, true),
                                seen(OTHER, InstanceState.RUNNING, false, true))
                        .kind())
                .isEqualTo(Kind.UNCLEAR);
    }

    @Test
    void whatOnlyArrivesElsewhereIsNoReasonToRemoveAnything() {
        assertThat(judge(List.of(), Optional.empty(), off(RETURNING), seen(OTHER, InstanceState.PAUSED, true, true))
                        .kind())
                .isEqualTo(Kind.UNCLEAR);
    }

    @Test
    void ofWhatTheHostDoesNotTellNothingIsAssumed() {
        assertThat(judge(
                                List.of(),
                                Optional.empty(),
                                seen(RETURNING, InstanceState.UNKNOWN, false, false),
                                running(OTHER))
                        .kind())
                .isEqualTo(Kind.UNCLEAR);
    }

    @Test
    void whatBelongsToARunThatMovesItFromOrToTheHostStaysUnlessItRunsTwice() {
        Sighting here = off(RETURNING);
        assertThat(owned(here, running(OTHER)).kind()).isEqualTo(Kind.KEPT);
        assertThat(owned(running(RETURNING), running(OTHER)).kind()).isEqualTo(Kind.RUNS_TWICE);
    }

    private static Disposition owned(Sighting there, Sighting other) {
        return new ReturnJudgement(
                        there,
                        new Whereabouts(WEB, Instant.EPOCH, List.of(there, other), List.of()),
                        Optional.empty(),
                        Set.of(),
                        Optional.of(RunbookId.random()))
                .disposition();
    }

    private static Disposition judge(List<HostId> silent, Optional<HostId> moved, Sighting there, Sighting... others) {
        List<Sighting> all = new ArrayList<>(List.of(others));
        all.add(there);
        return new ReturnJudgement(
                        there,
                        new Whereabouts(WEB, Instant.EPOCH, all, silent),
                        moved,
                        moved.map(Set::of).orElse(Set.of()),
                        Optional.empty())
                .disposition();
    }

    private static Sighting running(HostId host) {
        return seen(host, InstanceState.RUNNING, false, false);
    }

    private static Sighting off(HostId host) {
        return seen(host, InstanceState.STOPPED, false, false);
    }

    private static Sighting seen(HostId host, InstanceState state, boolean incoming, boolean transferring) {
        return new Sighting(host, "uid", state, incoming, transferring, null);
    }
}
