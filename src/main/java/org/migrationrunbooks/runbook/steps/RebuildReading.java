package org.migrationrunbooks.runbook.steps;

import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.migrationrunbooks.runbook.operations.Operation;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.springframework.stereotype.Component;

/** Where an instance is that is being rebuilt. Its old host is off; only the destination has to answer. */
@Component
class RebuildReading {

    private final Platforms platforms;
    private final RunStore runs;
    private final OperationStore operations;
    private final HostStandings standings;

    RebuildReading(Platforms platforms, RunStore runs, OperationStore operations, HostStandings standings) {
        this.platforms = platforms;
        this.runs = runs;
        this.operations = operations;
        this.standings = standings;
    }

    /**
     * Reads it.
     *
     * @throws PlatformUnreachableException where the destination does not answer
     */
    Whereabouts of(Run run) {
        Move move = StepInput.plan(run).moves().get(0);
        Whereabouts whereabouts = whereabouts(run);
        requireAnswer(whereabouts, move.to());
        return whereabouts;
    }

    static void requireAnswer(Whereabouts whereabouts, HostId destination) {
        if (!whereabouts.answered(destination)) {
            throw new PlatformUnreachableException("%s does not answer".formatted(destination), null);
        }
    }

    /**
     * The same, whether or not the destination answers.
     *
     * @throws PlatformUnreachableException where the platform does not answer
     */
    Whereabouts whereabouts(Run run) {
        return platforms.get(run.instance().platform()).hypervisor().whereabouts(run.instance());
    }

    /**
     * Whether the instance may have begun to start at its destination, or may still: not where no intent to start it there was ever on
     * record, nor where the destination was proved to be off by an evacuation of its own.
     */
    boolean mayHaveBegun(Run run) {
        return asked(run)
                && !standings.quarantined(StepInput.plan(run).moves().get(0).to());
    }

    /** Whether an intent of this run to start the instance at its destination is on record. */
    boolean asked(Run run) {
        HostId destination = StepInput.plan(run).moves().get(0).to();
        return operations.of(run.id()).stream().anyMatch(operation -> rebuilds(operation, destination));
    }

    private static boolean rebuilds(Operation operation, HostId destination) {
        return operation.command() instanceof TaskCommand command
                && command.task() instanceof InstanceTask.Rebuild rebuild
                && rebuild.to().equals(destination);
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
