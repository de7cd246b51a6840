package org.migrationrunbooks.platform.libvirt;

import java.util.List;
import org.migrationrunbooks.fleet.Instance;

/**
 * An instance as one host lists it, or listed it last.
 *
 * @param disks of its definition, in the order of its volumes
 * @param note what was noted when it was moved cold
 * @param told whether the host says so now; else it is silent, and this is what is kept of it
 * @param persistent whether the host knows it after a restart of its own; false where it was only arriving
 */
record Listed(Instance instance, List<Disk> disks, RelocationNote note, boolean told, boolean persistent) {

    /**
     * How near to the truth it is, of several listings of the same instance: it runs at the source while it arrives, paused, at the
     * destination; what a silent host had may still run there; of two that are off, a copy that was never started is the lesser, and
     * one that was is the instance.
     */
    int weight() {
        int copy = note.pending() ? -10 : note.booted() ? 10 : 0;
        int silent = told ? 0 : -1;
        return switch (instance.state()) {
            case RUNNING -> 400;
            case PAUSED -> 300;
            case UNKNOWN -> persistent ? 200 : 150;
            case CRASHED -> 102 + copy + silent;
            case STOPPED -> 100 + copy + silent;
        };
    }
}
