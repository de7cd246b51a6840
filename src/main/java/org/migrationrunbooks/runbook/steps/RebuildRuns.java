package org.migrationrunbooks.runbook.steps;

import java.util.Comparator;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** The runs that an evacuation begins, in the order of its plan; used by its call activity, read from the rows. */
@Component("rebuildRuns")
public class RebuildRuns {

    private final RunStore runs;

    RebuildRuns(RunStore runs) {
        this.runs = runs;
    }

    /** Their ids. */
    public List<String> of(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        List<InstanceId> order = StepInput.plan(run).moves().stream()
                .map(move -> move.instance())
                .toList();
        return runs.childrenOf(run.id()).stream()
                .sorted(Comparator.comparingInt(child -> order.indexOf(child.instance())))
                .map(child -> child.id().value())
                .toList();
    }
}
