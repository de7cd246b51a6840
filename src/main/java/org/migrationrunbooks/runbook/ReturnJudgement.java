package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Disposition.Kind;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.Whereabouts;

/**
 * What becomes of what a host that returns has of an instance. Removed is only what certainly is not the instance: it is off, and the
 * instance is seen to run elsewhere, or to be where a run of ours has moved it. Of what cannot be told a person decides.
 *
 * @param there what the host has
 * @param whereabouts of the instance, read in one go
 * @param moved where a run of ours has moved the instance last since the host failed; empty where none has
 * @param suspected where it may be too, were it seen or not: where any run has moved it, or where its platform lists it
 * @param owner the run that acts on the instance and has to do with what the host has of it
 */
record ReturnJudgement(
        Sighting there,
        Whereabouts whereabouts,
        Optional<HostId> moved,
        Set<HostId> suspected,
        Optional<RunbookId> owner) {

    private static final String FIND_OUT =
            "Find out by hand which one is the instance, remove the other, and have the host looked at again.";

    Disposition disposition() {
        return alive(there) ? ofWhatRuns() : ofWhatIsOff();
    }

    private Disposition ofWhatRuns() {
        Optional<Sighting> other = elsewhere().stream()
                .filter(ReturnJudgement::alive)
                .findFirst()
                .or(() -> elsewhere().stream().findFirst());
        if (there.transferring()
                || there.incoming()
                || other.filter(Sighting::incoming).isPresent()) {
            return of(
                    Kind.UNCLEAR,
                    other.map(Sighting::host).orElse(null),
                    "It is being moved while %s is returned; nobody can tell yet where it will be.".formatted(host()),
                    "Wait until it has arrived, and have the host looked at again.");
        }
        if (other.filter(ReturnJudgement::alive).isPresent()) {
            return of(
                    Kind.RUNS_TWICE,
                    other.get().host(),
                    "It is %s on %s, and %s: its disks are in danger."
                            .formatted(there.state().code(), host(), seen(other.get())),
                    null);
        }
        if (hidden().isPresent()) {
            return of(
                    Kind.RUNS_TWICE,
                    hidden().get(),
                    "It is %s on %s, and may run on %s as well, where it was moved and which does not answer."
                            .formatted(
                                    there.state().code(), host(), hidden().get().name()),
                    null);
        }
        return other.map(definition -> of(
                        Kind.UNCLEAR,
                        definition.host(),
                        "It is %s on %s, and has a definition that is %s: starting that would harm its disks."
                                .formatted(there.state().code(), host(), seen(definition)),
                        FIND_OUT))
                .orElseGet(this::itself);
    }

    private Disposition ofWhatIsOff() {
        if (there.state() == InstanceState.UNKNOWN) {
            return of(
                    Kind.UNCLEAR,
                    null,
                    "%s does not tell whether it runs there.".formatted(host()),
                    "Find out by hand, and have the host looked at again.");
        }
        if (owner.isPresent()) {
            return of(
                    Kind.KEPT,
                    null,
                    "Run %s acts on it, and decides what becomes of what %s has.".formatted(owner.get(), host()),
                    null);
        }
        Optional<Sighting> instance = elsewhere().stream()
                .filter(sighting -> alive(sighting) && !sighting.incoming())
                .findFirst()
                .or(() -> elsewhere().stream()
                        .filter(sighting ->
                                moved.filter(sighting.host()::equals).isPresent())
                        .findFirst());
        if (instance.isPresent()) {
            return of(
                    Kind.LEFTOVER,
                    instance.get().host(),
                    "The instance is on %s; what %s has of it is off and out of date."
                            .formatted(instance.get().host().name(), host()),
                    null);
        }
        Optional<Sighting> other = elsewhere().stream().findFirst();
        if (other.isPresent()) {
            return of(
                    Kind.UNCLEAR,
                    other.get().host(),
                    "It is off on %s, and %s; nobody can tell which one is the instance."
                            .formatted(host(), seen(other.get())),
                    FIND_OUT);
        }
        return hidden().map(silent -> of(
                        Kind.UNCLEAR,
                        silent,
                        "It was moved to %s, which does not answer, so that it may run there.".formatted(silent.name()),
                        "Bring %s back, or evacuate it, and have this host looked at again.".formatted(silent.name())))
                .orElseGet(this::itself);
    }

    private Disposition itself() {
        return of(Kind.KEPT, null, "What %s has is the instance itself: it is nowhere else.".formatted(host()), null);
    }

    private List<Sighting> elsewhere() {
        return whereabouts.sightings().stream()
                .filter(sighting -> !sighting.host().equals(there.host()))
                .toList();
    }

    /** Where the instance may be without being seen. */
    private Optional<HostId> hidden() {
        return suspected.stream()
                .filter(host -> !host.equals(there.host()))
                .filter(host -> !whereabouts.answered(host))
                .findFirst();
    }

    private String host() {
        return there.host().name();
    }

    private static String seen(Sighting sighting) {
        return "%s on %s".formatted(sighting.state().code(), sighting.host().name());
    }

    private static boolean alive(Sighting sighting) {
        return sighting.state() == InstanceState.RUNNING || sighting.state() == InstanceState.PAUSED;
    }

    private Disposition of(Kind kind, @Nullable HostId elsewhere, String reason, @Nullable String remedy) {
        return new Disposition(whereabouts.instance(), kind, elsewhere, reason, remedy, 0, null);
    }
}
