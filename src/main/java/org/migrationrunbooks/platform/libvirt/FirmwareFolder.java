package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.migrationrunbooks.fleet.HostId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which every libvirt keeps the variables of its guests' firmware. As a rule no storage pool shows it, and files are
 * reached through pools only; so it is shown as one, which the host does not keep, for as long as somebody here looks into it. One
 * that people have made is used as it is.
 */
final class FirmwareFolder {

    /** libvirt makes it at its start, on every host. */
    static final Path PATH = Path.of("/var/lib/libvirt/qemu/nvram");

    /** The same for all nodes of ours: who is the last to look ends it, also one that a crash has left. */
    static final String POOL = "migration-runbooks-nvram";

    private static final Logger log = LoggerFactory.getLogger(FirmwareFolder.class);
    private static final int ATTEMPTS = 5;

    private static final class Viewers {
        private int count;
    }

    private final Map<HostId, Viewers> hosts = new ConcurrentHashMap<>();

    /** Whether a file lies in it. */
    static boolean holds(Path file) {
        return PrivateVolume.folder(file).equals(PATH);
    }

    /** Does work that wants a pool to show the firmware's variables; where they do not lie in this folder, the one that has them. */
    <T> T shown(Path file, HostId host, Connection connection, Supplier<T> work) {
        if (holds(file)) {
            return shown(host, connection, work);
        }
        shows(connection, PrivateVolume.folder(file));
        return work.get();
    }

    /**
     * Does work that wants the folder shown. Another node of ours may end its pool, as it does not know who else looks; then it is
     * shown again and the work done again, which therefore has to bear that.
     *
     * @throws LibvirtException where the host cannot show it
     */
    <T> T shown(HostId host, Connection connection, Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            enter(host, connection);
            try {
                return work.get();
            } catch (LibvirtException | CopyFailedException e) {
                if (attempt == ATTEMPTS || !connection.alive() || shows(connection, PATH)) {
                    throw e;
                }
                log.debug("The pool {} of {} was ended meanwhile: {}", POOL, host, e.getMessage());
            } finally {
                leave(host, connection);
            }
        }
    }

    private void enter(HostId host, Connection connection) {
        Viewers viewers = hosts.computeIfAbsent(host, name -> new Viewers());
        synchronized (viewers) {
            if (!shows(connection, PATH)) {
                try {
                    connection.show(PATH, POOL);
                } catch (LibvirtException e) {
                    if (!connection.alive() || !shows(connection, PATH)) {
                        throw e;
                    } // else another node has shown it meanwhile
                }
            }
            viewers.count++;
        }
    }

    /** Whether a folder is shown, and libvirt has looked just now at what is in it. */
    private static boolean shows(Connection connection, Path folder) {
        return connection
                .poolAt(folder, pool -> {
                    pool.refresh();
                    return true;
                })
                .orElse(false);
    }

    private void leave(HostId host, Connection connection) {
        Viewers viewers = hosts.computeIfAbsent(host, name -> new Viewers());
        synchronized (viewers) {
            viewers.count--;
            if (viewers.count > 0) {
                return;
            }
            try {
                connection.pools(pool -> {
                    if (pool.xml().name().equals(POOL)) {
                        pool.end();
                    }
                    return true;
                });
            } catch (LibvirtException e) {
                // Another node reads or writes in it, and ends it after that; or the host is gone, and the next who
                // looks ends it.
                log.debug("The pool {} of {} was not ended: {}", POOL, host, e.getMessage());
            }
        }
    }
}
