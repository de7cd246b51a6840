package org.migrationrunbooks.approval;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.stereotype.Component;

/**
 * Turns the completion of an approval task into a decision on record, through whichever door it came (REST, Tasklist, the engine's
 * own endpoints). A completion by nobody is refused, so no timer and no program approves.
 */
@Component("approvalDecision")
class ApprovalDecisionListener implements TaskListener {

    private final Approvals approvals;
    private final IdentityService identities;

    ApprovalDecisionListener(Approvals approvals, IdentityService identities) {
        this.approvals = approvals;
        this.identities = identities;
    }

    @Override
    public void notify(DelegateTask task) {
        Authentication who = identities.getCurrentAuthentication();
        Object decision = task.getVariable("decision");
        Object seen = task.getVariable("planHash");
        if (who == null || who.getUserId() == null || decision == null || seen == null) {
            throw new ApprovalRefusedException(ApprovalRefusal.NOTHING_TO_DECIDE);
        }
        Decision decided = Decision.of(decision.toString());
        // The gateway compares codes; however it was spelt, this is what was decided.
        task.setVariable("decision", decided.code());
        RunbookId runbook = new RunbookId(task.getExecution().getProcessBusinessKey());
        boolean complete =
                approvals.decide(runbook, new PlanHash(seen.toString()), who.getUserId(), decided, comment(task));
        // The next approver is asked until it is; what counts are the rows.
        task.setVariable("approvalComplete", complete);
    }

    private static @Nullable String comment(DelegateTask task) {
        Object comment = task.getVariable("comment");
        return comment == null || comment.toString().isBlank() ? null : comment.toString();
    }
}
