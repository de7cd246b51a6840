package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.RunbookId;

/** What goes over the native border, with the driver that libvirt's client library has built in for tests. */
@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class ConnectionTest {

    private final Connection connection = TestDriver.connect();

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void readsDomains() {
        List<DomainXml> domains = connection.domains((domain, stats) -> domain.xml());

        assertThat(domains).singleElement().satisfies(domain -> {
            assertThat(domain.name()).isEqualTo("test");
            assertThat(domain.uuid()).isEqualTo("6695eb01-f6a4-8304-79aa-97f2502e193f");
            assertThat(domain.memory()).isEqualTo(ByteSize.of("8GiB"));
            assertThat(domain.cpus()).isEqualTo(2);
        });
        assertThat(connection.domain("test", Domain::state))
                .map(DomainState::instanceState)
                .hasValue(InstanceState.RUNNING);
        assertThat(connection.domain("test", Domain::persistent)).hasValue(true);
        assertThat(connection.domain("test", Domain::snapshots)).hasValue(0);
        assertThat(connection.domain("test", Domain::hasManagedSave)).hasValue(false);
    }

    @Test
    void readsTheHost() {
        assertThat(connection.facts().cpus()).isEqualTo(16);
        assertThat(connection.facts().memory()).isEqualTo(ByteSize.of("3GiB"));
        assertThat(connection.alive()).isTrue();
    }

    @Test
    void marksADomain() {
        OperationMark mark = new OperationMark(
                OperationKey.of(RunbookId.random(), "transfer", 1), Instant.parse("2026-11-23T06:30:00Z"));

        connection.domain("test", domain -> {
            domain.metadata(OperationMark.NAMESPACE, OperationMark.PREFIX, mark.element());
            return true;
        });

        assertThat(connection.domain("test", Domain::xml).flatMap(DomainXml::mark))
                .hasValue(mark);
    }

    @Test
    void namesWhatTheHostStartsByItself() {
        assertThat(connection.startedByHost()).isEmpty();

        connection.domain("test", domain -> {
            domain.autostart(true);
            return true;
        });
        assertThat(connection.startedByHost()).containsExactly("test");

        connection.domain("test", domain -> {
            domain.autostart(false);
            return true;
        });
    }

    @Test
    void tellsAnAbsentDomainFromAFailure() {
        assertThat(connection.domain("nowhere", Domain::state)).isEmpty();
        assertThatExceptionOfType(LibvirtException.class)
                .isThrownBy(() -> connection.domain("test", domain -> {
                    domain.jobs().switchToPostCopy();
                    return true;
                }))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void readsStoragePools() {
        assertThat(connection.pools(pool -> {
                    pool.refresh();
                    return pool.xml().name();
                }))
                .containsExactly("default-pool");
        assertThat(connection.volume("/no/such/volume", StorageVolume::xml)).isEmpty();
    }

    @Test
    void saysWhyAConnectionCannotBeOpened() {
        assertThatExceptionOfType(LibvirtException.class)
                .isThrownBy(() -> Connection.open(
                        ClientLibrary.INSTALLED.get(), "test:///no/such/file", Duration.ofSeconds(2), 3))
                .withMessageContaining("no/such/file");
    }
}
