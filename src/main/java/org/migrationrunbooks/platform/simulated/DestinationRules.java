package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;

/** What about the destination can stand in the way. */
final class DestinationRules {

    static final List<Function<PreflightCase, Optional<Blocker>>> ALL = List.of(
            DestinationRules::destinationKnown,
            DestinationRules::destinationUp,
            DestinationRules::nameFree,
            DestinationRules::memoryFits,
            DestinationRules::cpusFit,
            DestinationRules::cpuCompatible,
            DestinationRules::storageReachable);

    private DestinationRules() {}

    private static Optional<Blocker> destinationKnown(PreflightCase move) {
        return PreflightRules.blocker(
                move.destination().isEmpty(),
                BlockerCode.HOST_UNKNOWN,
                "there is no host " + move.request().to(),
                "check the name and the platform");
    }

    private static Optional<Blocker> destinationUp(PreflightCase move) {
        return move.destination().flatMap(host -> {
            HostState state = move.destinationAnswers() ? host.state() : HostState.DOWN;
            return PreflightRules.blocker(
                    state != HostState.UP,
                    BlockerCode.HOST_NOT_UP,
                    host.id() + " is " + state.code() + " and takes no instances",
                    "enable the host, or choose another destination");
        });
    }

    /** What a cold move or an evacuation left there would be overwritten. */
    private static Optional<Blocker> nameFree(PreflightCase move) {
        String to = move.request().to().name();
        return move.instance()
                .filter(instance ->
                        move.destinationAnswers() && !move.world().presences().moving(instance.name()))
                .flatMap(instance -> move.world().presences().on(instance.name(), to))
                .filter(there -> !there.resident())
                .map(there -> new Blocker(
                        BlockerCode.NAME_TAKEN,
                        "%s has a definition of %s already, which does not run"
                                .formatted(move.request().to(), move.request().instance()),
                        "remove it there, or choose another destination"));
    }

    private static Optional<Blocker> memoryFits(PreflightCase move) {
        return fits(move, (instance, host) -> {
            long free = host.memory().bytes() - move.world().presences().memoryHeld(host.name());
            return PreflightRules.blocker(
                    instance.memory().bytes() > free,
                    BlockerCode.HOST_FULL_MEMORY,
                    "%s needs %s of memory, %s has %s left"
                            .formatted(
                                    instance.id(), instance.memory(), host.id(), ByteSize.ofBytes(Math.max(0, free))),
                    "choose a larger destination, or make room");
        });
    }

    private static Optional<Blocker> cpusFit(PreflightCase move) {
        return fits(move, (instance, host) -> {
            long free = host.cpus() - move.world().presences().cpusHeld(host.name());
            return PreflightRules.blocker(
                    instance.cpus() > free,
                    BlockerCode.HOST_FULL_CPU,
                    "%s needs %d processors, %s has %d left"
                            .formatted(instance.id(), instance.cpus(), host.id(), Math.max(0, free)),
                    "choose a larger destination, or make room");
        });
    }

    /** Room is asked for on another host only; where an instance is, it has its room. */
    private static Optional<Blocker> fits(PreflightCase move, Room room) {
        return move.instance().flatMap(instance -> move.destination()
                .filter(host -> !host.id().equals(instance.host()))
                .flatMap(host -> room.check(instance, host)));
    }

    private interface Room {
        Optional<Blocker> check(Instance instance, Host host);
    }

    /** A guest sees its host's processor model and cannot be told of another while it runs. */
    private static Optional<Blocker> cpuCompatible(PreflightCase move) {
        return move.source().flatMap(source -> move.destination()
                .flatMap(destination -> PreflightRules.blocker(
                        source.cpuModel() != null
                                && destination.cpuModel() != null
                                && !source.cpuModel().equals(destination.cpuModel()),
                        BlockerCode.CPU_INCOMPATIBLE,
                        "%s has %s processors, %s has %s"
                                .formatted(source.id(), source.cpuModel(), destination.id(), destination.cpuModel()),
                        "choose a destination with the same processor model, or move the instance cold")));
    }

    /** A volume that is copied has to be read at the source, any has to be opened at the destination. */
    private static Optional<Blocker> storageReachable(PreflightCase move) {
        return move.instance().flatMap(instance -> {
            boolean copied = move.request().strategy().copyDisks() && !instance.storageShared();
            boolean opened = copied || instance.volumes().stream().anyMatch(Volume::shared);
            if (opened && lost(move, move.request().to())) {
                return unreachable(move.request().to(), instance);
            }
            return copied && lost(move, move.request().from())
                    ? unreachable(move.request().from(), instance)
                    : Optional.empty();
        });
    }

    private static boolean lost(PreflightCase move, HostId host) {
        return move.world().faults().storageLost(host.name());
    }

    private static Optional<Blocker> unreachable(HostId host, Instance instance) {
        return Optional.of(new Blocker(
                BlockerCode.VOLUME_UNREACHABLE,
                "%s does not reach the volumes of %s".formatted(host, instance.id()),
                "repair the host's storage, or choose another destination"));
    }
}
