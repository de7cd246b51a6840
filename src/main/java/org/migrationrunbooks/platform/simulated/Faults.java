package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.Fault;

/** What is broken now, as one turn of the platform sees it. */
final class Faults {

    private static final Set<Fault.Kind> AMBUSHES =
            EnumSet.of(Fault.Kind.TRANSFER_FAILS, Fault.Kind.TRANSFER_STALLS, Fault.Kind.DESTINATION_CRASH);

    private static final Set<Fault.Kind> ENDED_BY_RESTART = EnumSet.of(Fault.Kind.HOST_CRASH, Fault.Kind.HOST_ISOLATED);

    private final FaultTable table;
    private List<FaultTable.Armed> armed;

    Faults(FaultTable table) {
        this.table = table;
        this.armed = table.all();
    }

    /** Whether the host cannot be asked, be it dead or only cut off. */
    boolean silent(String host) {
        return crashed(host) || inForce(Fault.Kind.HOST_ISOLATED, host);
    }

    boolean crashed(String host) {
        return inForce(Fault.Kind.HOST_CRASH, host);
    }

    boolean fencingFails(String host) {
        return inForce(Fault.Kind.FENCING_FAILS, host);
    }

    /** The host starts anew, and is no longer hung or cut off. */
    void restarted(String host) {
        armed.stream()
                .filter(candidate -> host.equals(candidate.fault().host()))
                .filter(candidate -> ENDED_BY_RESTART.contains(candidate.fault().kind()))
                .forEach(candidate -> table.remove(candidate.id()));
        armed = table.all();
    }

    boolean linkLost(String host) {
        return inForce(Fault.Kind.LINK_LOSS, host);
    }

    boolean storageLost(String host) {
        return inForce(Fault.Kind.STORAGE_UNREACHABLE, host);
    }

    private boolean inForce(Fault.Kind kind, String host) {
        return armed.stream()
                .map(FaultTable.Armed::fault)
                .anyMatch(fault -> fault.kind() == kind && host.equals(fault.host()));
    }

    /** How long every answer takes, on the caller's clock. */
    Duration slowness() {
        return armed.stream()
                .map(FaultTable.Armed::fault)
                .filter(fault -> fault.kind() == Fault.Kind.SLOW_ANSWERS)
                .map(Fault::delay)
                .filter(delay -> delay != null)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Takes the oldest fault of this kind that waits for this instance, or for the next one whichever it is. */
    Optional<Fault> spring(Fault.Kind kind, String instance) {
        return spring(EnumSet.of(kind), instance);
    }

    Optional<Ambush> springAmbush(String instance) {
        return spring(AMBUSHES, instance).map(fault -> new Ambush(fault.kind(), required(fault.share())));
    }

    private Optional<Fault> spring(Set<Fault.Kind> kinds, String instance) {
        Optional<FaultTable.Armed> found = armed.stream()
                .filter(candidate -> kinds.contains(candidate.fault().kind()))
                .filter(candidate -> candidate.fault().instance() == null
                        || instance.equals(candidate.fault().instance()))
                .findFirst();
        found.ifPresent(taken -> {
            table.remove(taken.id());
            armed = new ArrayList<>(armed);
            armed.remove(taken);
        });
        return found.map(FaultTable.Armed::fault);
    }

    void add(Fault fault) {
        table.add(fault);
        armed = table.all();
    }

    void clear() {
        table.clear();
        armed = List.of();
    }

    static boolean isAmbush(Fault.Kind kind) {
        return AMBUSHES.contains(kind);
    }

    private static double required(@Nullable Double share) {
        if (share == null) {
            throw new IllegalStateException("an ambush without a share was let in");
        }
        return share;
    }
}
