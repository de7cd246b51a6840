package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;

/** What about the instance can stand in the way. */
final class InstanceRules {

    static final List<Function<PreflightCase, Optional<Blocker>>> ALL = List.of(
            InstanceRules::instanceKnown,
            InstanceRules::instanceAtSource,
            InstanceRules::instanceRunning,
            InstanceRules::instanceNotMoving,
            InstanceRules::volumesShared);

    private InstanceRules() {}

    private static Optional<Blocker> instanceKnown(PreflightCase move) {
        return PreflightRules.blocker(
                move.instance().isEmpty(),
                BlockerCode.INSTANCE_UNKNOWN,
                "there is no instance " + move.request().instance(),
                "check the name and the platform");
    }

    private static Optional<Blocker> instanceAtSource(PreflightCase move) {
        return move.instance()
                .filter(instance -> !instance.host().equals(move.request().from()))
                .map(instance -> new Blocker(
                        BlockerCode.INSTANCE_NOT_AT_SOURCE,
                        instance.id() + " is on " + instance.host() + ", not on "
                                + move.request().from(),
                        "start from where it is"));
    }

    private static Optional<Blocker> instanceRunning(PreflightCase move) {
        return move.instance()
                .filter(instance -> move.sourceAnswers())
                .filter(instance -> !move.world().presences().moving(instance.name()))
                .flatMap(instance -> whyNotRunning(move.world(), instance))
                .map(reason -> new Blocker(BlockerCode.INSTANCE_NOT_RUNNING, reason, "start it, or move it cold"));
    }

    private static Optional<String> whyNotRunning(World world, Instance instance) {
        if (instance.state() != InstanceState.RUNNING) {
            return Optional.of(instance.id() + " is " + instance.state().code());
        }
        return world.jobs()
                .active(instance.name(), Job.Kind.SHUTDOWN)
                .map(shutdown -> instance.id() + " is shutting down");
    }

    private static Optional<Blocker> instanceNotMoving(PreflightCase move) {
        return move.instance()
                .filter(instance -> move.world().presences().moving(instance.name()))
                .map(instance -> new Blocker(
                        BlockerCode.INSTANCE_IN_MIGRATION,
                        "a migration of " + instance.id() + " is under way",
                        "wait for its end, or cancel it"));
    }

    private static Optional<Blocker> volumesShared(PreflightCase move) {
        return move.instance()
                .filter(instance ->
                        !instance.storageShared() && !move.request().strategy().copyDisks())
                .map(instance -> new Blocker(
                        BlockerCode.VOLUME_NOT_SHARED,
                        "the only copy of %s of %s is on %s".formatted(local(instance), instance.id(), instance.host()),
                        "move it by a strategy that copies disks, or cold"));
    }

    private static String local(Instance instance) {
        return instance.volumes().stream()
                .filter(volume -> !volume.shared())
                .map(Volume::name)
                .collect(Collectors.joining(", "));
    }
}
