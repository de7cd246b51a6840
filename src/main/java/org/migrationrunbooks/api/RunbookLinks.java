package org.migrationrunbooks.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookState;

/**
 * Where to go on from a run; what is not possible in its state is left out.
 *
 * @param approvals where its plan waits for a decision
 * @param assignee who looks at it, where its plan waits for a decision
 * @param cancel until it has ended
 * @param retry where it waits for a person, as has {@code decisions}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunbookLinks(
        String self,
        String events,
        @Nullable String approvals,
        @Nullable String assignee,
        @Nullable String cancel,
        @Nullable String retry,
        @Nullable String decisions) {

    static final String RUNBOOKS = "/api/v1/runbooks";

    static String self(RunbookId id) {
        return RUNBOOKS + "/" + id;
    }

    static RunbookLinks of(Run run) {
        String self = self(run.id());
        boolean approval = run.state() == RunbookState.AWAITING_APPROVAL;
        boolean attention = run.state() == RunbookState.NEEDS_ATTENTION;
        return new RunbookLinks(
                self,
                self + "/events",
                approval ? self + "/approvals" : null,
                approval ? self + "/assignee" : null,
                run.state().ended() ? null : self + "/cancel",
                attention ? self + "/retry" : null,
                attention ? self + "/decisions" : null);
    }
}
