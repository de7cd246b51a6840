package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Makes sure that this run, and no other, acts on the host as a whole. */
@Component("claimHost")
class ClaimHost implements JavaDelegate {

    private final RunStore runs;
    private final Claims claims;

    ClaimHost(RunStore runs, Claims claims) {
        this.runs = runs;
        this.claims = claims;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Optional<RunbookId> other = claims.preempt(run.id(), run.host());
        if (other.isPresent()) {
            throw StepInput.error(StepError.RunStopped, "Run %s acts on %s.".formatted(other.get(), run.subject()));
        }
    }
}
