package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Makes sure that this run, and no other, acts on the instance. A run started over REST took the claim with the request. */
@Component("claimInstance")
class ClaimInstance implements JavaDelegate {

    private final RunStore runs;
    private final Claims claims;

    ClaimInstance(RunStore runs, Claims claims) {
        this.runs = runs;
        this.claims = claims;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Optional<RunbookId> other = claims.take(run.id(), run.instance());
        if (other.isPresent()) {
            throw StepInput.error(
                    StepError.MigrationRefused, "Run %s acts on %s.".formatted(other.get(), run.instance()));
        }
    }
}
