package org.migrationrunbooks.runbook.steps;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;

/** A task in which a person is asked to approve something. */
final class ApprovalTask {

    private static final String TURN = "loopCounter";

    private ApprovalTask() {}

    /**
     * Asks for a decision: nothing decided earlier may be taken for it. Where several people are asked one after the other, all of them
     * have the time of the first, as the escalation has.
     */
    static void open(DelegateTask task, Run run, RunStore runs, Duration dueAfter) {
        DelegateExecution execution = task.getExecution();
        execution.removeVariable("decision");
        execution.removeVariable("comment");
        execution.setVariable("approvalComplete", false);
        boolean first = !(execution.getVariable(TURN) instanceof Integer turn) || turn == 0;
        Instant due = first || run.approvalDueAt() == null
                ? ClockUtil.getCurrentTime().toInstant().plus(dueAfter)
                : run.approvalDueAt();
        if (!due.equals(run.approvalDueAt())) {
            runs.approvalDue(run.id(), due);
        }
        task.setDueDate(Date.from(due));
    }
}
