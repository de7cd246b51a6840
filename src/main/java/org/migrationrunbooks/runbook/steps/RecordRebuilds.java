package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.Fleets;
import org.migrationrunbooks.runbook.Rebuilds;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Takes the instances over from runs that cannot go on without the host, and puts a run on record for each rebuild. */
@Component("recordRebuilds")
class RecordRebuilds implements JavaDelegate {

    private final RunStore runs;
    private final HostProof proof;
    private final Fleets fleets;
    private final Rebuilds rebuilds;

    RecordRebuilds(RunStore runs, HostProof proof, Fleets fleets, Rebuilds rebuilds) {
        this.runs = runs;
        this.proof = proof;
        this.fleets = fleets;
        this.rebuilds = rebuilds;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        proof.require(run);
        rebuilds.record(run, StepInput.plan(run), fleets.of(run.host().platform()));
    }
}
