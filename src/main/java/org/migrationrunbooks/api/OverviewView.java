package org.migrationrunbooks.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.runbook.BrakeState;
import org.migrationrunbooks.runbook.RunOverview;
import org.migrationrunbooks.runbook.RunbookState;

/**
 * All runs at a glance.
 *
 * @param counts how many runs are in each state; states without any are left out
 * @param live the runs that have not ended, oldest first; no more than {@link #MOST}, those that need somebody before the others
 * @param liveTotal how many have not ended altogether
 */
record OverviewView(BrakeController.BrakeView brake, Map<String, Long> counts, List<LiveView> live, int liveTotal) {

    static final int MOST = 200;

    static OverviewView of(RunOverview overview, BrakeState brake) {
        Map<String, Long> counts = new TreeMap<>();
        overview.counts().forEach((state, runs) -> counts.put(state.code(), runs));
        return new OverviewView(
                BrakeController.BrakeView.of(brake),
                counts,
                overview.live().stream()
                        .sorted((one, other) -> Integer.compare(urgency(one), urgency(other)))
                        .limit(MOST)
                        .map(LiveView::of)
                        .toList(),
                overview.live().size());
    }

    private static int urgency(RunOverview.Live live) {
        RunbookState state = live.run().state();
        return state == RunbookState.NEEDS_ATTENTION ? 0 : state == RunbookState.AWAITING_APPROVAL ? 1 : 2;
    }

    /**
     * A run that has not ended.
     *
     * @param attempt what is under way on the platform for it; left out where nothing is
     * @param assignee the approver who looks at it; left out where nobody does, or it does not wait for one
     */
    record LiveView(RunbookSummary run, @Nullable AttemptView attempt, @Nullable String assignee) {

        static LiveView of(RunOverview.Live live) {
            return new LiveView(
                    RunbookSummary.of(live.run()),
                    live.operation() == null ? null : AttemptView.of(live.operation()),
                    live.assignee());
        }
    }
}
