package org.migrationrunbooks.runbook.steps;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Says whether everything that was to be rebuilt runs elsewhere, and what does not. */
@Component("reportEvacuation")
class ReportEvacuation implements JavaDelegate {

    private static final Set<Ending> REBUILT = EnumSet.of(Ending.REBUILT, Ending.REBUILT_UNVERIFIED);

    private final RunStore runs;

    ReportEvacuation(RunStore runs) {
        this.runs = runs;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        List<Run> missing = runs.childrenOf(run.id()).stream()
                .filter(child -> child.ending() == null || !REBUILT.contains(child.ending()))
                .toList();
        execution.setVariable("evacuatedInPart", !missing.isEmpty());
        execution.setVariable(
                StepInput.PROBLEM,
                missing.isEmpty()
                        ? null
                        : missing.stream()
                                .map(child -> "%s: %s"
                                        .formatted(
                                                child.instance().name(),
                                                child.ending() == null
                                                        ? "not ended"
                                                        : child.ending().code()))
                                .collect(Collectors.joining(", ", "Not rebuilt: ", ".")));
    }
}
