package org.migrationrunbooks.runbook.steps;

import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Where an instance is that is being rebuilt. Its old host is off; only the destination has to answer. */
@Component
class RebuildReading {

    private final Platforms platforms;
    private final RunStore runs;

    RebuildReading(Platforms platforms, RunStore runs) {
        this.platforms = platforms;
        this.runs = runs;
    }

    /**
     * Reads it.
     *
     * @throws PlatformUnreachableException where the destination does not answer
     */
    Whereabouts of(Run run) {
        Move move = StepInput.plan(run).moves().get(0);
        Whereabouts whereabouts =
                platforms.get(run.instance().platform()).hypervisor().whereabouts(run.instance());
        if (!whereabouts.answered(move.to())) {
            throw new PlatformUnreachableException("%s does not answer".formatted(move.to()), null);
        }
        return whereabouts;
    }

    /** Whether a cold migration that was taken over may have made a copy at a host that lives. */
    boolean copyLeft(Run run) {
        if (run.takesOver() == null) {
            return false;
        }
        Plan taken = runs.get(run.takesOver()).plan();
        if (taken == null || taken.moves().size() != 1) {
            return false;
        }
        Move move = taken.moves().get(0);
        return move.strategy() instanceof Strategy.Cold
                && !move.to().equals(StepInput.plan(run).moves().get(0).from());
    }
}
