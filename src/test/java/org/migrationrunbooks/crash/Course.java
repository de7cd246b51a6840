package org.migrationrunbooks.crash;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.StartRequest;

/** A way that a runbook takes, from what it begins with to how people decide at its gates. */
enum Course {
    LIVE(RunbookKind.LIVE_MIGRATION, "", ""),
    LIVE_WITH_DISKS(RunbookKind.LIVE_MIGRATION, "", "{name: %s-root, size: 1GB, shared: false}"),
    LIVE_CANCELLED(RunbookKind.LIVE_MIGRATION, "", ""),
    LIVE_INTO_POST_COPY(RunbookKind.LIVE_MIGRATION, "dirtyRate: 900MB, workingSet: 1GB", "", "post-copy: allowed"),
    COLD(RunbookKind.COLD_MIGRATION, "", "{name: %s-root, size: 1GB, shared: false}"),
    /** The copy breaks, and people give up. */
    COLD_AND_BACK(RunbookKind.COLD_MIGRATION, "", "{name: %s-root, size: 1GB, shared: false}"),
    COLD_CANCELLED(RunbookKind.COLD_MIGRATION, "", "{name: %s-root, size: 1GB, shared: false}"),
    EVACUATION(RunbookKind.NODE_EVACUATION, "", "{name: %s-root, size: 1GB, shared: true}"),
    /** No device switches the host off, so two people say that it is. */
    EVACUATION_ATTESTED(RunbookKind.NODE_EVACUATION, "", "{name: %s-root, size: 1GB, shared: true}"),
    /** Of a host that was evacuated. */
    RETURN(RunbookKind.RETURN_TO_SERVICE, "", "{name: %s-root, size: 1GB, shared: true}");

    private static final Set<Course> CANCELLED = Set.of(LIVE_CANCELLED, COLD_CANCELLED);
    /** What the planner takes a processor for. */
    private static final int VIRTUAL_PER_PROCESSOR = 4;

    private static final DataRate FAST = DataRate.of("5Gbit");
    private static final DataRate SLOW = DataRate.of("2Gbit");

    private final RunbookKind kind;
    private final String load;
    private final String volume;
    private final String label;

    Course(RunbookKind kind, String load, String volume) {
        this(kind, load, volume, "shutdown: 1s");
    }

    Course(RunbookKind kind, String load, String volume, String label) {
        this.kind = kind;
        this.load = load.isEmpty() ? "dirtyRate: 5MB, workingSet: 64MB" : load;
        this.volume = volume;
        this.label = label;
    }

    RunbookKind kind() {
        return kind;
    }

    /** Lanes that are enough for a survey and for a run at every point, with some of them tried anew. */
    int lanes() {
        return switch (kind) {
            case LIVE_MIGRATION -> 100;
            case COLD_MIGRATION -> 150;
            case NODE_EVACUATION, INSTANCE_REBUILD -> 200;
            case RETURN_TO_SERVICE -> 90;
        };
    }

    /**
     * The lane's hosts, as they stand in a fleet file. The higher the number of a lane, the more memory and the fewer processors its hosts
     * and its instance have, so that the instance has room on no host of another lane.
     */
    String hosts(Lane lane) {
        return host(lane, lane.source()) + host(lane, lane.destination());
    }

    private static String host(Lane lane, String name) {
        return "  - {name: %s, cpus: %d, memory: %dMB, link: 10Gbit, state: up}\n"
                .formatted(name, cpus(lane), megabytes(lane));
    }

    private static int megabytes(Lane lane) {
        return 2000 + lane.number();
    }

    private static int cpus(Lane lane) {
        return 1000 - lane.number();
    }

    /** The lane's instance, as it stands in a fleet file. */
    String instance(Lane lane) {
        return "  - {name: %s, host: %s, state: running, cpus: %d, memory: %dMB, %s, labels: {boot: 1s, %s}, volumes: [%s]}\n"
                .formatted(
                        lane.instance(),
                        lane.source(),
                        aboutHosts() ? cpus(lane) * VIRTUAL_PER_PROCESSOR : 1,
                        megabytes(lane),
                        load,
                        label,
                        volume.formatted(lane.instance()));
    }

    /** What has gone wrong before the runbook is asked for. */
    List<Fault> faults(Lane lane) {
        return switch (this) {
            case EVACUATION, RETURN -> List.of(of(Fault.Kind.HOST_CRASH, lane.source()));
            case EVACUATION_ATTESTED ->
                List.of(of(Fault.Kind.HOST_CRASH, lane.source()), of(Fault.Kind.FENCING_FAILS, lane.source()));
            case COLD_AND_BACK -> List.of(new Fault(Fault.Kind.TRANSFER_FAILS, null, lane.instance(), 0.5, null));
            default -> List.of();
        };
    }

    private static Fault of(Fault.Kind kind, String host) {
        return new Fault(kind, host, null, null, null);
    }

    /** The runbook that has to have ended before this one is asked for. */
    Optional<RunbookKind> first() {
        return this == RETURN ? Optional.of(RunbookKind.NODE_EVACUATION) : Optional.empty();
    }

    private boolean aboutHosts() {
        return kind == RunbookKind.NODE_EVACUATION || kind == RunbookKind.RETURN_TO_SERVICE;
    }

    StartRequest request(Lane lane) {
        return aboutHosts()
                ? StartRequest.ofHost(LaneReader.PLATFORM, lane.source(), "to be killed")
                : new StartRequest(
                        LaneReader.PLATFORM,
                        lane.instance(),
                        null,
                        lane.destination(),
                        "to be killed",
                        null,
                        null,
                        null,
                        null,
                        null,
                        cancelled() ? SLOW : FAST);
    }

    /** Whether a run may also arrive: a copy that broke before anybody wrote down that it had begun is begun anew. */
    boolean mayMigrate() {
        return this == COLD_AND_BACK;
    }

    /** Whether people change their mind while it moves. */
    boolean cancelled() {
        return CANCELLED.contains(this);
    }

    /** What an operator decides at the gate of this run; null to attest that the host is off. */
    @Nullable
    GateDecision atGate(Run run) {
        if (this == EVACUATION_ATTESTED && run.kind() == RunbookKind.NODE_EVACUATION) {
            return null;
        }
        return this == COLD_AND_BACK || run.cancelRequested() ? GateDecision.GIVE_UP : GateDecision.RETRY;
    }
}
