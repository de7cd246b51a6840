package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.migrationrunbooks.platform.libvirt.LabFleet.host;
import static org.migrationrunbooks.platform.libvirt.LabFleet.instance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.lab.Heartbeats;
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.StartResult;
import org.migrationrunbooks.platform.Trace;

/** What the adapter answers when hosts and links fail under it. */
class FailuresLabIT {

    /** A first attempt to connect and a call, each at its limit of 10 s, and some air for a busy machine. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(23);

    private final ExecutorService askers = Executors.newCachedThreadPool();
    private LabFleet fleet;

    @BeforeEach
    void open() {
        fleet = new LabFleet();
    }

    @AfterEach
    void close() {
        fleet.lab().repair();
        askers.shutdown();
        fleet.close();
    }

    @Test
    void aCutMigrationLinkShowsAsNoProgressAndCancellingRecovers() {
        LibvirtLab.Guest guest = fleet.guest("lv-cut", "--rate", "5");
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), Strategy.PLAIN));
        fleet.awaitShare(handle, 0.2);

        fleet.lab().cutLink("node-b", "migration");

        OperationProgress stalled = await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> progress(handle), new Unchanging()::seen);
        assertThat(stalled.remaining().bytes()).isPositive();
        assertThat(fleet.hypervisor().cancel(handle, () -> {})).isEqualTo(CancelResult.REQUESTED);
        assertThat(fleet.awaitOutcome(handle))
                .isEqualTo(new OperationOutcome.Cancelled(host("node-a"), InstanceState.RUNNING));
        assertStayed(guest);
    }

    @Test
    void aDestinationThatLosesPowerLeavesTheInstanceAtTheSource() {
        LibvirtLab.Guest guest = fleet.guest("lv-power", "--rate", "5");
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), Strategy.PLAIN));
        fleet.awaitShare(handle, 0.2);

        fleet.lab().powerOff("node-b");

        assertThat(fleet.awaitOutcome(handle)).isInstanceOfSatisfying(OperationOutcome.Failed.class, failed -> {
            assertThat(failed.host()).isEqualTo(host("node-a"));
            assertThat(failed.state()).isEqualTo(InstanceState.RUNNING);
            assertThat(failed.reason()).isNotBlank();
        });
        guest.awaitBeats(120, "node-a");
        assertThat(guest.heartbeats().continuous()).isTrue();
        assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).silent())
                .containsExactly(host("node-b"));
    }

    @Test
    void anUnreachableDestinationIsABlockerAndNothingIsSentThere() {
        LibvirtLab.Guest guest = fleet.guest("lv-nowhere");
        fleet.lab().powerOff("node-b");
        MigrationCommand command = fleet.command(guest.name(), Strategy.PLAIN);

        assertThat(fleet.hypervisor().preflight(command.request()).blockers())
                .extracting("code")
                .containsExactly(BlockerCode.HOST_NOT_UP);
        assertThat(withinBounds(() -> fleet.hypervisor().start(command, () -> {})))
                .isInstanceOf(StartResult.Refused.class);
        assertThat(fleet.hypervisor().find(command)).isInstanceOf(Trace.NotStarted.class);
        assertThat(guest.awaitBeats(120, "node-a").continuous()).isTrue();
    }

    @Test
    void callsToAnIsolatedHostEndWithinBoundsAndWorkAgainWhenItIsBack() {
        LibvirtLab.Guest guest = fleet.guest("lv-isolated");
        MigrationCommand command = fleet.command(guest.name(), Strategy.PLAIN);
        AtomicBoolean enough = new AtomicBoolean();
        // Many at once, since a client library that is not up to that ends the process when the host is back.
        List<CompletableFuture<Integer>> others = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> askUntil(enough), askers))
                .limit(8)
                .toList();

        fleet.lab().cutLink("node-a", "all");

        withinBounds(() -> {
            assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).silent())
                    .containsExactly(host("node-a"));
            return "answered";
        });
        for (int i = 0; i < 5; i++) {
            withinBounds(() -> {
                assertThatExceptionOfType(PlatformUnreachableException.class)
                        .isThrownBy(() -> fleet.hypervisor().start(command, () -> {}));
                return "refused";
            });
        }
        assertThat(fleet.hypervisor().inventory().host("node-a"))
                .hasValueSatisfying(host -> assertThat(host.state()).isEqualTo(HostState.DOWN));
        assertThat(fleet.hypervisor().inventory().host("node-b"))
                .hasValueSatisfying(host -> assertThat(host.state()).isEqualTo(HostState.UP));
        assertThat(fleet.platform().health().usable()).isTrue();
        assertThat(fleet.platform().health().detail()).contains("2 of 3").contains("node-a");

        fleet.lab().restoreLink("node-a");

        await().atMost(Duration.ofSeconds(90))
                .until(() ->
                        fleet.hypervisor().whereabouts(instance(guest.name())).runsOnlyOn(host("node-a")));
        enough.set(true);
        assertThat(others).allSatisfy(answers -> assertThat(answers.join()).isPositive());
    }

    private int askUntil(AtomicBoolean enough) {
        int answers = 0;
        while (!enough.get()) {
            answers += fleet.hypervisor().inventory().hosts().isEmpty() ? 0 : 1;
        }
        return answers;
    }

    private static <T> T withinBounds(Supplier<T> call) {
        long begun = System.nanoTime();
        T answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST_CALL);
        return answer;
    }

    private OperationProgress progress(MigrationHandle handle) {
        MigrationStatus status = fleet.hypervisor().status(handle);
        assertThat(status).isInstanceOf(MigrationStatus.Running.class);
        return ((MigrationStatus.Running) status).progress();
    }

    private void assertStayed(LibvirtLab.Guest guest) {
        guest.awaitBeats(120, "node-a");
        Heartbeats heartbeats = guest.heartbeats();
        assertThat(heartbeats.continuous()).as("%s", heartbeats).isTrue();
        assertThat(heartbeats.currentHosts()).containsExactly("node-a");
        assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).runsOnlyOn(host("node-a")))
                .isTrue();
    }

    /** Progress that has been the same for a while. */
    private static final class Unchanging {

        private static final int LONG_ENOUGH = 5;
        private long processed = -1;
        private int times;

        boolean seen(OperationProgress progress) {
            times = progress.processed().bytes() == processed ? times + 1 : 0;
            processed = progress.processed().bytes();
            return times >= LONG_ENOUGH;
        }
    }
}
