package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.OffProof;
import org.migrationrunbooks.runbook.operations.Authority;
import org.springframework.stereotype.Component;

/** Whether a host is proved to be off; used by gateway conditions, read from the rows. */
@Component("hostProof")
public class HostProof {

    private final RunStore runs;
    private final OffProof offProof;
    private final Authority authority;

    HostProof(RunStore runs, OffProof offProof, Authority authority) {
        this.runs = runs;
        this.offProof = offProof;
        this.authority = authority;
    }

    /** Whether a device has read it, or enough people have attested it. */
    public boolean complete(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        return complete(run);
    }

    private boolean complete(Run run) {
        return offProof.onRecord(run.id(), StepInput.plan(run).hash(), run.host());
    }

    /**
     * Ends the step where the rows do not allow what comes after the fencing, whichever way the process has come there.
     *
     * @throws IllegalStateException where the plan is not approved, or nothing proves that the host is off
     */
    void require(Run run) {
        require(run, complete(run));
    }

    /**
     * As {@link #require}, at the end of an evacuation, when the host may have got power again.
     *
     * @throws IllegalStateException where the plan is not approved, or nothing has ever proved that the host is off
     */
    void requireOnce(Run run) {
        require(run, offProof.wasOnRecord(run.id(), StepInput.plan(run).hash(), run.host()));
    }

    private void require(Run run, boolean proved) {
        if (!authority.approved(run, StepInput.plan(run))) {
            throw new IllegalStateException(
                    "APPROVAL_MISSING: the plan for %s is not approved, by as many others as have to or by a broken glass that still counts; this step did nothing"
                            .formatted(run.subject()));
        }
        if (!proved) {
            throw new IllegalStateException(
                    "EVIDENCE_MISSING: nothing on record proves that %s is off; this step did nothing"
                            .formatted(run.subject()));
        }
    }
}
