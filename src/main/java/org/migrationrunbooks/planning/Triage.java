package org.migrationrunbooks.planning;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.planning.Disposition.Kind;

/** Tells the instances of a failed host for which no room is looked for, whatever the hosts have left. */
record Triage(EvacuationSituation situation) {

    /** What happens to the instance, or empty where it is to be rebuilt if a host has room for it. */
    Optional<Disposition> settled(Instance instance) {
        return optedOut(instance)
                .or(() -> unclear(instance))
                .or(() -> elsewhere(instance))
                .or(() -> off(instance))
                .or(() -> volumesLost(instance));
    }

    private Optional<Disposition> optedOut(Instance instance) {
        if (!instance.optedOut()) {
            return Optional.empty();
        }
        HostId seen = situation.runningElsewhere().get(instance.id());
        return Optional.of(disposition(
                instance,
                Kind.EXCLUDED,
                null,
                "It is labelled runbooks=opt-out, so that no runbook touches it."
                        + (seen == null ? "" : " It was seen running on %s.".formatted(seen.name())),
                "Ask its owner; with the label taken off, a new plan takes it in."));
    }

    private Optional<Disposition> unclear(Instance instance) {
        return doubt(instance)
                .map(doubt -> disposition(
                        instance,
                        Kind.UNCLEAR,
                        null,
                        "It cannot be told what became of it: %s.".formatted(doubt),
                        "Find out by hand where it is and whether it runs, before anybody starts it."));
    }

    private Optional<String> doubt(Instance instance) {
        String stated = situation.doubts().get(instance.id());
        if (stated != null) {
            return Optional.of(stated);
        }
        HostId seen = situation.runningElsewhere().get(instance.id());
        if (situation.dead().equals(seen)) {
            return Optional.of("it was seen running on %s, which is taken for dead".formatted(dead()));
        }
        return seen == null && !instance.host().equals(situation.dead())
                ? Optional.of("the platform has it on %s, where nobody has seen it run"
                        .formatted(instance.host().name()))
                : Optional.empty();
    }

    private Optional<Disposition> elsewhere(Instance instance) {
        return Optional.ofNullable(situation.runningElsewhere().get(instance.id()))
                .map(seen -> disposition(
                        instance,
                        Kind.ELSEWHERE,
                        seen,
                        "It runs on %s, so that nothing is to be done.".formatted(seen.name()),
                        null));
    }

    private Optional<Disposition> off(Instance instance) {
        String before =
                switch (instance.state()) {
                    case STOPPED -> "It was off before %s failed".formatted(dead());
                    case CRASHED -> "Its guest had crashed before %s failed".formatted(dead());
                    case RUNNING, PAUSED, UNKNOWN -> null;
                };
        return Optional.ofNullable(before)
                .map(was -> disposition(
                        instance,
                        Kind.STAYS_OFF,
                        null,
                        was + ", so that nothing that ran is missed; it stays with its host.",
                        instance.state() == InstanceState.CRASHED
                                ? "Should it run, start it when %s is back in service.".formatted(dead())
                                : null));
    }

    private Optional<Disposition> volumesLost(Instance instance) {
        List<Volume> lost =
                instance.volumes().stream().filter(volume -> !volume.shared()).toList();
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        String only = "The only copy of %s is on %s".formatted(names(lost), dead());
        boolean asked = situation.fromImage().contains(instance.id());
        Optional<String> image = instance.image();
        if (image.isEmpty()) {
            return Optional.of(disposition(
                    instance,
                    Kind.LOST,
                    null,
                    only + ", and it has no image from which it could be made anew"
                            + (asked ? ", although that was asked for." : "."),
                    "Bring %s back with its disks, or restore the instance from a backup.".formatted(dead())));
        }
        return asked
                ? Optional.empty()
                : Optional.of(disposition(
                        instance,
                        Kind.DATA_LOSS,
                        null,
                        "%s. A rebuild from image '%s' would lose what was written to it, and nobody has asked for that."
                                .formatted(only, image.get()),
                        "Bring %s back with its disks; or, if the loss is accepted, ask by name for a rebuild from its image."
                                .formatted(dead())));
    }

    /** The volumes with their sizes, as they stand in a sentence. */
    static String names(List<Volume> volumes) {
        return (volumes.size() == 1 ? "its volume " : "its volumes ")
                + volumes.stream()
                        .map(volume -> "%s (%s)".formatted(volume.name(), volume.size()))
                        .collect(Collectors.joining(", "));
    }

    private String dead() {
        return situation.dead().name();
    }

    private static Disposition disposition(
            Instance instance, Kind kind, @Nullable HostId destination, String reason, @Nullable String remedy) {
        return new Disposition(instance.id(), kind, destination, reason, remedy, instance.priority(), null);
    }
}
