package org.migrationrunbooks.runbook.faults;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.runbook.Run;

/** One fault in one operation, on a platform of its own. */
final class Cell {

    private static final String WITHDRAWAL = "Task_WithdrawCopy";

    private final int number;
    private final Situation situation;
    private final LongOperations.LongOperation operation;
    private final FaultCase fault;
    private volatile @Nullable Instant sprungAt;

    Cell(int number, Situation situation, LongOperations.LongOperation operation, FaultCase fault) {
        this.number = number;
        this.situation = situation;
        this.operation = operation;
        this.fault = fault;
    }

    /** The name of its platform. */
    String platform() {
        return "cell-" + number;
    }

    int number() {
        return number;
    }

    Situation situation() {
        return situation;
    }

    FaultCase fault() {
        return fault;
    }

    boolean isAt(String runbook, String step) {
        return operation.runbook().equals(runbook) && operation.step().equals(step);
    }

    /** Since when it fails; null as long as the run has not come to the operation. */
    @Nullable
    Instant sprungAt() {
        return sprungAt;
    }

    /** Lets it fail, once, as the operation of this run is about to begin. */
    synchronized void spring(Run run, Platform platform) {
        if (sprungAt != null) {
            return;
        }
        faults(platform).inject(fault.between(source(run), destination(run, platform)));
        sprungAt = Instant.now();
    }

    private static String source(Run run) {
        List<Move> moves = Objects.requireNonNull(run.plan()).moves();
        return moves.isEmpty() ? run.host().name() : moves.get(0).from().name();
    }

    private String destination(Run run, Platform platform) {
        List<Move> moves = Objects.requireNonNull(run.plan()).moves();
        if (operation.step().equals(WITHDRAWAL)) {
            return Situation.NEAR;
        }
        return moves.isEmpty()
                ? platform.hypervisor().whereabouts(new InstanceId(platform(), Situation.INSTANCE)).sightings().stream()
                        .map(Sighting::host)
                        .map(HostId::name)
                        .filter(host -> !host.equals(Situation.SOURCE))
                        .findFirst()
                        .orElse(Situation.NEAR)
                : moves.get(0).to().name();
    }

    static FaultInjection faults(Platform platform) {
        return platform.faultInjection().orElseThrow();
    }

    @Override
    public String toString() {
        return "%-16s %-27s %s".formatted(situation, operation.step(), fault);
    }
}
