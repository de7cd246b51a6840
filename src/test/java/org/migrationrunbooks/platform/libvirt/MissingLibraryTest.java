package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.RememberedDefinitions;
import org.springframework.core.io.ClassPathResource;

/** The application runs on machines that have no libvirt, and says so instead of failing. */
class MissingLibraryTest {

    private static final InstanceId INSTANCE = new InstanceId("lab", "web-1");
    private static final MigrationRequest REQUEST = new MigrationRequest(
            INSTANCE,
            new HostId("lab", "node-a"),
            new HostId("lab", "node-b"),
            Strategy.PLAIN,
            null,
            Duration.ofMillis(300));
    private static final MigrationHandle HANDLE = new MigrationHandle(
            new MigrationCommand(
                    OperationKey.of(RunbookId.random(), "transfer", 1), REQUEST, new Baseline("some-uuid", "")),
            "");

    private final Platform platform = new LibvirtAdapter(
                    new ClientLibrary("no-such-library-of-libvirt"), new RememberedDefinitions(), Clock.systemUTC())
            .open(YamlSettings.of(new ClassPathResource("libvirt/two-hosts.yaml"), Map.of()));

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void opensAndTellsWhatToInstall() {
        assertThat(platform.health().usable()).isFalse();
        assertThat(platform.health().detail()).startsWith("libvirt client library not found: install package libvirt0");
    }

    @Test
    void everyCallSaysTheSame() {
        String detail = platform.health().detail();
        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> platform.hypervisor().inventory(),
            () -> platform.hypervisor().whereabouts(INSTANCE),
            () -> platform.hypervisor().measureLoad(INSTANCE),
            () -> platform.hypervisor().preflight(REQUEST),
            () -> platform.hypervisor().baseline(INSTANCE),
            () -> platform.hypervisor().find(HANDLE.command()),
            () -> platform.hypervisor().start(HANDLE.command(), () -> {}),
            () -> platform.hypervisor().status(HANDLE),
            () -> platform.hypervisor().cancel(HANDLE, () -> {}),
            () -> platform.hypervisor().escalations(HANDLE),
            () -> platform.storage().access(INSTANCE, REQUEST.to())
        }) {
            assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(call)
                    .withMessage(detail);
        }
    }

    @Test
    void nothingIsKnownOfWhetherItsHostsLive() {
        assertThat(platform.lifeSigns(REQUEST.to()))
                .isNotEmpty()
                .filteredOn(sign -> sign.side() != LifeSign.Side.NETWORK)
                .allSatisfy(sign -> assertThat(sign.verdict()).isEqualTo(LifeSign.Verdict.UNKNOWN));
    }
}
