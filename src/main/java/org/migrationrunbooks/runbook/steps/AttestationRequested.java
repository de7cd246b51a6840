package org.migrationrunbooks.runbook.steps;

import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.hosts.Attestation;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.springframework.stereotype.Component;

/** Opens the gate at which two people say that a host is off, or somebody has it tried once more. */
@Component("attestationRequested")
class AttestationRequested implements TaskListener {

    private final RunStore runs;
    private final Attestations attestations;

    AttestationRequested(RunStore runs, Attestations attestations) {
        this.runs = runs;
        this.attestations = attestations;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Run run = StepInput.run(execution, runs);
        execution.removeVariable(DecisionTaken.GO_ON);
        execution.removeVariable(AttestationTaken.HOST);
        String people = attestations.of(run.id()).stream()
                .filter(attestation ->
                        attestation.planHash().equals(StepInput.plan(run).hash()))
                .map(Attestation::person)
                .collect(Collectors.joining(", "));
        String so = people.isEmpty()
                ? " Two different people can attest that it is off."
                : " %s has attested that it is off; a second person has to.".formatted(people);
        String problem = StepInput.optionalText(execution, StepInput.PROBLEM);
        runs.state(run.id(), RunbookState.NEEDS_ATTENTION, (problem == null ? "" : problem) + so);
    }
}
