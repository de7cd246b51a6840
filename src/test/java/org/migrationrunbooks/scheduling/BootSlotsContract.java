package org.migrationrunbooks.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.testing.EmbeddedDatabase;

/** What boot slots keep on every database. */
abstract class BootSlotsContract {

    private static final BootCaps CAPS = new BootCaps(2, 3);

    private final List<BootSlotsFixture> nodes = new ArrayList<>();
    private EmbeddedDatabase database;
    private BootSlotsFixture node;

    abstract EmbeddedDatabase database();

    @BeforeEach
    void createSlots() {
        database = database();
        node = BootSlotsFixture.create(database, CAPS);
        nodes.add(node);
    }

    @AfterEach
    void closeSlots() {
        nodes.forEach(BootSlotsFixture::close);
    }

    private BootSlotsFixture another() {
        return started(BootSlotsFixture.over(database, CAPS));
    }

    private BootSlotsFixture started(BootSlotsFixture started) {
        nodes.add(started);
        return started;
    }

    private BootRequest booting(String instance, String host) {
        BootRequest request = node.request(instance, host, 0);
        assertThat(node.granted(request)).as("%s may boot", instance).isTrue();
        return request;
    }

    private BootRequest waiting(String instance, String host, int priority) {
        BootRequest request = node.request(instance, host, priority);
        assertThat(node.granted(request)).as("%s may boot", instance).isFalse();
        return request;
    }

    @Test
    void noMoreBootOnAHostThanItsCap() {
        booting("web-1", "node-b");
        booting("web-2", "node-b");

        assertThat(node.ask(node.request("web-3", "node-b", 100)))
                .isEqualTo(new BootAnswer.Waiting("2 of 2 instances boot on node-b."));
    }

    @Test
    void noMoreBootFromAStorageThanItsCap() {
        booting("web-1", "node-b");
        booting("web-2", "node-b");
        booting("web-3", "node-c");

        assertThat(node.ask(node.request("web-4", "node-c", 100)))
                .isEqualTo(new BootAnswer.Waiting("3 of 3 instances boot from storage 'demo'."));
    }

    @Test
    void aSlotIsKeptAcrossRestartsUntilItIsReleased() {
        BootRequest first = booting("web-1", "node-b");
        BootRequest second = booting("web-2", "node-b");
        BootRequest third = waiting("web-3", "node-b", 0);
        BootSlotsFixture restarted = started(BootSlotsFixture.later(database, CAPS, Duration.ofDays(3)));

        assertThat(restarted.ask(first)).isEqualTo(new BootAnswer.Granted(BootSlotsFixture.NOW));
        assertThat(restarted.granted(third)).isFalse();
        restarted.release(second);
        restarted.release(second);
        assertThat(restarted.granted(third)).isTrue();
    }

    @Test
    void askingAgainTakesNoSecondSlot() {
        BootRequest first = booting("web-1", "node-b");
        assertThat(node.granted(first)).isTrue();

        booting("web-2", "node-b");
    }

    @Test
    void higherPriorityGoesFirstThoughItAskedLater() {
        BootRequest first = booting("web-1", "node-b");
        booting("web-2", "node-b");
        BootRequest low = waiting("build-1", "node-b", 1);
        BootRequest high = waiting("db-1", "node-b", 5);
        node.release(first);

        assertThat(node.ask(low))
                .isEqualTo(
                        new BootAnswer.Waiting("2 of 2 instances boot on node-b once those have started that go first,"
                                + " by priority or since they asked earlier."));
        assertThat(node.granted(high)).isTrue();
    }

    @Test
    void amongEqualsWhoAskedEarlierGoesFirst() {
        BootRequest first = booting("web-1", "node-b");
        booting("web-2", "node-b");
        BootRequest earlier = waiting("web-3", "node-b", 1);
        BootRequest later = waiting("web-4", "node-b", 1);
        node.release(first);

        assertThat(node.granted(later)).isFalse();
        assertThat(node.granted(earlier)).isTrue();
    }

    @Test
    void whoCannotStartAnywayHoldsUpNobody() {
        booting("web-1", "node-b");
        booting("web-2", "node-b");
        waiting("db-1", "node-b", 100);

        assertThat(node.granted(node.request("build-1", "node-c", 0))).isTrue();
    }

    @Test
    void aSlotIsLeftForEachWhoGoesFirstAndNoMore() {
        BootRequest first = booting("web-1", "node-b");
        BootRequest second = booting("web-2", "node-b");
        booting("web-3", "node-c");
        BootRequest high = waiting("db-1", "node-d", 100);
        node.release(first);
        node.release(second);

        assertThat(node.granted(node.request("build-1", "node-c", 0))).isTrue();
        assertThat(node.granted(node.request("build-2", "node-e", 0))).isFalse();
        assertThat(node.granted(high)).isTrue();
    }

    @Test
    void whoHasFallenSilentIsNotWaitedForButKeepsItsPlace() {
        BootRequest first = booting("web-1", "node-b");
        BootRequest second = booting("web-2", "node-b");
        BootRequest silent = waiting("db-1", "node-b", 5);
        BootRequest other = waiting("web-3", "node-b", 1);
        node.release(first);
        BootSlotsFixture soon = started(BootSlotsFixture.later(database, CAPS, BootSlots.PATIENCE));
        assertThat(soon.granted(other)).isFalse();
        BootSlotsFixture later = started(BootSlotsFixture.later(database, CAPS, BootSlots.PATIENCE.plusMillis(1)));
        assertThat(later.granted(other)).isTrue();

        assertThat(later.granted(silent)).isFalse();
        BootRequest lowest = later.request("build-1", "node-b", 0);
        later.release(second);
        assertThat(later.granted(lowest)).isFalse();
        assertThat(later.granted(silent)).isTrue();
    }

    @Test
    void anotherDestinationTakesThePlaceOfTheFirst() {
        BootRequest first = booting("web-1", "node-b");
        booting("web-2", "node-b");
        BootRequest moved = new BootRequest(
                first.runbook(), first.instance(), new HostId("demo", "node-c"), first.storage(), first.priority());
        assertThat(node.granted(moved)).isTrue();

        assertThat(node.granted(node.request("web-3", "node-b", 0))).isTrue();
    }

    @Test
    void aRunThatEndsGivesBackEverything() {
        BootRequest first = booting("web-1", "node-b");
        BootRequest sibling = new BootRequest(
                first.runbook(),
                node.request("web-2", "node-b", 0).instance(),
                first.host(),
                first.storage(),
                first.priority());
        assertThat(node.granted(sibling)).isTrue();
        BootRequest third = waiting("web-3", "node-b", 0);
        node.releaseAllOf(first.runbook());

        assertThat(node.granted(third)).isTrue();
        booting("web-4", "node-b");
    }

    @Test
    void ofTwoNodesThatWantTheLastSlotOneWaitsForTheOther() throws Exception {
        booting("web-1", "node-b");
        BootRequest here = node.request("web-2", "node-b", 0);
        BootRequest there = node.request("web-3", "node-b", 9);
        BootSlotsFixture other = another();
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try {
            Future<BootAnswer> answer = node.inTransaction(() -> {
                assertThat(node.askWithin(here)).isInstanceOf(BootAnswer.Granted.class);
                Future<BootAnswer> asked = elsewhere.submit(() -> other.ask(there));
                assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS))
                        .as("the other node has to wait for this transaction")
                        .isInstanceOf(TimeoutException.class);
                return asked;
            });
            assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(BootAnswer.Waiting.class);
        } finally {
            elsewhere.shutdownNow();
        }
    }

    @Test
    void capsHoldWhileNodesRaceAndNothingIsLeftOver() throws Exception {
        List<BootRequest> requests = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            requests.add(node.request("web-" + i, "node-" + "bcd".charAt(i % 3), i % 4));
        }
        List<BootSlotsFixture> racing = List.of(node, another());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            while (!requests.isEmpty()) {
                List<Future<Boolean>> answers = new ArrayList<>();
                for (int i = 0; i < requests.size(); i++) {
                    BootRequest request = requests.get(i);
                    BootSlotsFixture asker = racing.get(i % 2);
                    answers.add(threads.submit(() -> asker.granted(request)));
                }
                List<BootRequest> booted = new ArrayList<>();
                for (int i = 0; i < answers.size(); i++) {
                    if (answers.get(i).get(20, TimeUnit.SECONDS)) {
                        booted.add(requests.get(i));
                    }
                }
                assertThat(node.busiestHost()).isBetween(1L, 2L);
                assertThat(node.busiestStorage()).isBetween(1L, 3L);
                booted.forEach(node::release);
                requests.removeAll(booted);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(node.busiestStorage()).isZero();
    }
}
