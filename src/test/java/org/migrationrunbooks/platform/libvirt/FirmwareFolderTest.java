package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.migrationrunbooks.fleet.HostId;

@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class FirmwareFolderTest {

    private static final HostId HOST = new HostId("lab", "node-a");

    private final Connection connection = TestDriver.connect();
    private final FirmwareFolder folder = new FirmwareFolder();

    /** The driver's host is the same for everybody in this process, for as long as one connection to it is open. */
    @AfterEach
    void close() {
        connection.poolAt(FirmwareFolder.PATH, pool -> {
            pool.end();
            return true;
        });
        connection.close();
    }

    @Test
    void isShownWhileTheWorkGoesOnAndNoLonger() {
        assertThat(folder.shown(HOST, connection, this::pools)).containsExactly(FirmwareFolder.POOL);
        assertThat(pools()).isEmpty();
    }

    @Test
    void isShownUntilTheLastOfThoseWhoLookIsThrough() {
        List<String> between = folder.shown(HOST, connection, () -> {
            folder.shown(HOST, connection, this::pools);
            return pools();
        });

        assertThat(between).containsExactly(FirmwareFolder.POOL);
        assertThat(pools()).isEmpty();
    }

    @Test
    void isNoLongerShownWhereTheWorkFails() {
        assertThatExceptionOfType(CopyFailedException.class)
                .isThrownBy(() -> folder.shown(HOST, connection, () -> {
                    throw new CopyFailedException("not the same");
                }));
        assertThat(pools()).isEmpty();
    }

    @Test
    void aPoolThatPeopleMadeIsUsedAndStays() {
        connection.show(FirmwareFolder.PATH, "theirs");

        assertThat(folder.shown(HOST, connection, this::pools)).containsExactly("theirs");
        assertThat(pools()).containsExactly("theirs");
    }

    @Test
    void aPoolThatACrashOfOursLeftIsUsedAndEnded() {
        connection.show(FirmwareFolder.PATH, FirmwareFolder.POOL);

        assertThat(folder.shown(HOST, connection, this::pools)).containsExactly(FirmwareFolder.POOL);
        assertThat(pools()).isEmpty();
    }

    @Test
    void workIsDoneAgainWhereAnotherNodeEndedThePool() {
        List<List<String>> seen = new ArrayList<>();

        folder.shown(HOST, connection, () -> {
            if (seen.isEmpty()) {
                new FirmwareFolder().shown(HOST, connection, this::pools);
            }
            seen.add(pools());
            return connection
                    .poolAt(FirmwareFolder.PATH, StoragePool::xml)
                    .orElseThrow(() -> new CopyFailedException("no pool"));
        });

        assertThat(seen).containsExactly(List.of(), List.of(FirmwareFolder.POOL));
    }

    @Test
    void workThatFailsByItselfIsNotDoneAgain() {
        List<String> done = new ArrayList<>();

        assertThatExceptionOfType(LibvirtException.class)
                .isThrownBy(() -> folder.shown(HOST, connection, () -> {
                    done.add("once");
                    throw new LibvirtException(LibvirtException.OPERATION_INVALID, "the disk is full");
                }));
        assertThat(done).hasSize(1);
    }

    /** The names of those that show the folder. */
    private List<String> pools() {
        return connection.pools(StoragePool::xml).stream()
                .filter(pool -> pool.at(FirmwareFolder.PATH))
                .map(StoragePoolXml::name)
                .toList();
    }
}
