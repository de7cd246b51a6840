package org.migrationrunbooks.runbook;

import org.springframework.stereotype.Component;

/** The planner of each kind of runbook that moves one instance. */
@Component
public class MovePlanners {

    private final LiveMigrationPlanner live;
    private final ColdMigrationPlanner cold;

    MovePlanners(LiveMigrationPlanner live, ColdMigrationPlanner cold) {
        this.live = live;
        this.cold = cold;
    }

    public MovePlanner of(RunbookKind kind) {
        return switch (kind) {
            case LIVE_MIGRATION -> live;
            case COLD_MIGRATION -> cold;
            case NODE_EVACUATION, RETURN_TO_SERVICE, INSTANCE_REBUILD ->
                throw new IllegalStateException("a " + kind.key() + " moves no instance that can be asked");
        };
    }
}
