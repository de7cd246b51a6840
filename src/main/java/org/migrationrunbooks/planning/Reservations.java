package org.migrationrunbooks.planning;

import java.util.List;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** Capacity promised to moves that have not arrived yet. */
public record Reservations(List<Reservation> all) {

    public static final Reservations NONE = new Reservations(List.of());

    public Reservations {
        all = List.copyOf(all);
    }

    /** Promised on one host for one arriving instance. */
    public record Reservation(HostId host, InstanceId instance, int cpus, ByteSize memory) {}

    ByteSize memory(HostId host) {
        return all.stream()
                .filter(reservation -> reservation.host().equals(host))
                .map(Reservation::memory)
                .reduce(ByteSize.ZERO, ByteSize::plus);
    }

    int cpus(HostId host) {
        return all.stream()
                .filter(reservation -> reservation.host().equals(host))
                .mapToInt(Reservation::cpus)
                .sum();
    }
}
