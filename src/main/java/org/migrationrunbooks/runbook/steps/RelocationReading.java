package org.migrationrunbooks.runbook.steps;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.springframework.stereotype.Component;

/** Where the instance of a cold migration is, read from both of its hosts. */
@Component
class RelocationReading {

    private static final Set<InstanceState> OFF = EnumSet.of(InstanceState.STOPPED, InstanceState.CRASHED);

    private final Platforms platforms;

    RelocationReading(Platforms platforms) {
        this.platforms = platforms;
    }

    /**
     * Reads it.
     *
     * @throws PlatformUnreachableException where one of the two hosts does not answer
     */
    Whereabouts of(Run run) {
        Move move = move(run);
        Whereabouts whereabouts =
                platforms.get(run.instance().platform()).hypervisor().whereabouts(run.instance());
        if (!whereabouts.answered(move.from(), move.to())) {
            throw new PlatformUnreachableException(
                    "cannot be read while these hosts do not answer: " + whereabouts.silent(), null);
        }
        return whereabouts;
    }

    static boolean off(Sighting sighting) {
        return OFF.contains(sighting.state());
    }

    static Move move(Run run) {
        Plan plan = run.plan();
        if (plan == null) {
            throw new IllegalStateException("run " + run.id() + " has no plan on record");
        }
        return plan.moves().get(0);
    }

    /** What is wrong where the instance should be at this host, running or off, and off everywhere else. */
    static Optional<String> against(Whereabouts whereabouts, HostId host, boolean running) {
        boolean right = whereabouts
                .on(host)
                .map(Sighting::state)
                .filter(state -> running ? state == InstanceState.RUNNING : OFF.contains(state))
                .isPresent();
        boolean offElsewhere = whereabouts.sightings().stream()
                .filter(sighting -> !sighting.host().equals(host))
                .allMatch(RelocationReading::off);
        return right && offElsewhere
                ? Optional.empty()
                : Optional.of("It was seen at " + WhereaboutsText.of(whereabouts) + ".");
    }
}
