package org.migrationrunbooks.runbook;

import java.time.Instant;
import java.util.Optional;
import org.migrationrunbooks.approval.ApprovalSubject;
import org.migrationrunbooks.approval.ApprovalSubjects;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.springframework.stereotype.Component;

/** Tells the approvals what a run asks to be decided. */
@Component
class RunSubjects implements ApprovalSubjects {

    private final RunStore runs;
    private final OperationStore operations;

    RunSubjects(RunStore runs, OperationStore operations) {
        this.runs = runs;
        this.operations = operations;
    }

    @Override
    public Optional<ApprovalSubject> of(RunbookId runbook) {
        return runs.find(runbook)
                .flatMap(run -> Optional.ofNullable(run.plan()).map(plan -> run.toApprove(hash(run, plan))));
    }

    @Override
    public boolean begun(RunbookId runbook, Instant from, Instant until) {
        return operations.begun(runbook, from, until);
    }

    private static PlanHash hash(Run run, Plan plan) {
        return run.asked() == null ? plan.hash() : run.asked().hash(plan);
    }
}
