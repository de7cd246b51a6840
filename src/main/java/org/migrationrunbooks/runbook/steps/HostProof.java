package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.OffProof;
import org.springframework.stereotype.Component;

/** Whether a host is proved to be off; used by gateway conditions, read from the rows. */
@Component("hostProof")
public class HostProof {

    private final RunStore runs;
    private final OffProof offProof;

    HostProof(RunStore runs, OffProof offProof) {
        this.runs = runs;
        this.offProof = offProof;
    }

    /** Whether a device has read it, or enough people have attested it. */
    public boolean complete(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        return offProof.onRecord(run.id(), StepInput.plan(run).hash(), run.host());
    }
}
