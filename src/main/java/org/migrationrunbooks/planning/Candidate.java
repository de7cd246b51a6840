package org.migrationrunbooks.planning;

import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.Instance;

/** One instance considered for one host, with what is already promised there to others. */
record Candidate(Instance instance, Host source, Host host, FleetSnapshot fleet, Reservations reservations) {

    ByteSize freeMemory() {
        return host.memory().minus(fleet.memoryUsed(host.id())).minus(reservations.memory(host.id()));
    }

    int freeCpus() {
        return host.cpus() - fleet.cpusUsed(host.id()) - reservations.cpus(host.id());
    }
}
