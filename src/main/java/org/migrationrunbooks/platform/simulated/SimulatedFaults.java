package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.LedgerEntry;

/** Lets things fail. Whoever does this stands beside the platform, so no fault of answers slows it down. */
final class SimulatedFaults implements FaultInjection {

    private final Simulator simulator;

    SimulatedFaults(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public void inject(Fault fault) {
        simulator.changeAside((world, timeline) -> {
            check(world, fault);
            world.ledger()
                    .write(
                            world.instant(),
                            LedgerEvent.FAULT_INJECTED,
                            fault.instance(),
                            fault.host(),
                            null,
                            Json.write(fault));
            take(world, timeline, fault);
            timeline.shareLinks();
            return true;
        });
    }

    private static void take(World world, Timeline timeline, Fault fault) {
        if (fault.kind() == Fault.Kind.HOST_CRASH && fault.host() != null) {
            new HostEvents(world, timeline, world.now()).crash(fault.host());
            return;
        }
        world.faults().add(fault);
        if (fault.kind() == Fault.Kind.STORAGE_UNREACHABLE && fault.host() != null) {
            new TransferEvents(world, timeline, world.now()).storageLost(fault.host());
            new JobEvents(world, timeline, world.now()).storageLost(fault.host());
        }
        if (fault.instance() != null && Faults.isAmbush(fault.kind())) {
            timeline.active().stream()
                    .filter(transfer -> transfer.terms().instance().equals(fault.instance()))
                    .filter(transfer -> transfer.ambush() == null)
                    .forEach(transfer -> world.faults()
                            .springAmbush(fault.instance())
                            .ifPresent(ambush -> timeline.put(transfer.waitedForBy(ambush))));
            timeline.jobs().stream()
                    .filter(job -> job.copying() && job.instance().equals(fault.instance()))
                    .filter(job -> job.ambush() == null)
                    .forEach(job -> world.faults()
                            .springAmbush(fault.instance())
                            .ifPresent(ambush -> timeline.put(job.waitedForBy(ambush))));
            timeline.advance(world.now());
        }
    }

    /** What a fault of its kind needs. */
    private static void check(World world, Fault fault) {
        switch (fault.kind()) {
            case HOST_CRASH, HOST_ISOLATED, LINK_LOSS, STORAGE_UNREACHABLE, FENCING_FAILS -> requireHost(world, fault);
            case TRANSFER_FAILS, TRANSFER_STALLS, DESTINATION_CRASH -> {
                checkInstance(world, fault);
                requireShare(fault.kind(), fault.share());
            }
            case SLOW_ANSWERS -> requireDelay(fault.kind(), fault.delay());
            case ANSWER_LOST -> checkInstance(world, fault);
            case CARRIED_OUT_LATER -> {
                checkInstance(world, fault);
                requireDelay(fault.kind(), fault.delay());
            }
        }
    }

    private static void requireHost(World world, Fault fault) {
        String name = fault.host();
        if (name == null) {
            throw new IllegalArgumentException(fault.kind() + " needs a host");
        }
        if (world.hosts().stream().noneMatch(host -> host.name().equals(name))) {
            throw new IllegalArgumentException("there is no host '" + name + "'");
        }
    }

    private static void checkInstance(World world, Fault fault) {
        Optional.ofNullable(fault.instance())
                .filter(name ->
                        world.instance(new InstanceId(world.name(), name)).isEmpty())
                .ifPresent(name -> {
                    throw new IllegalArgumentException("there is no instance '" + name + "'");
                });
    }

    private static void requireShare(Fault.Kind kind, @Nullable Double share) {
        if (share == null || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(kind + " needs a share from 0 to 1, not " + share);
        }
    }

    private static void requireDelay(Fault.Kind kind, @Nullable Duration delay) {
        if (delay == null || delay.isNegative()) {
            throw new IllegalArgumentException(kind + " needs a delay, not " + delay);
        }
    }

    @Override
    public void clear() {
        simulator.changeAside((world, timeline) -> {
            world.faults().clear();
            timeline.active()
                    .forEach(transfer -> timeline.put(transfer.waitedForBy(null).stalled(false)));
            timeline.jobs().forEach(job -> timeline.put(job.waitedForBy(null).stalled(false)));
            timeline.shareLinks();
            world.ledger().write(world.instant(), LedgerEvent.FAULTS_CLEARED, null, null, null, "");
            return true;
        });
    }

    @Override
    public List<LedgerEntry> ledger() {
        return simulator.askAside(world -> world.ledger().all());
    }
}
