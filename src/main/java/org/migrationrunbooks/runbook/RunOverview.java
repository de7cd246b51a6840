package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All runs at a glance.
 *
 * @param counts how many runs are in each state; states without any are left out
 * @param live the runs that have not ended, oldest first
 */
public record RunOverview(Map<RunbookState, Long> counts, List<Live> live) {

    /**
     * A run that has not ended.
     *
     * @param operation what is under way on the platform for it; null where nothing is, the newest where several things are
     * @param assignee the approver who looks at it; null where nobody does, or it does not wait for one
     */
    public record Live(Run run, RunDetails.@Nullable OperationView operation, @Nullable String assignee) {}
}
