package org.migrationrunbooks.runbook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.migrationrunbooks.runbook.operations.OperationStore.Tracked;
import org.springframework.stereotype.Component;

/** Reads all runs at a glance, by four queries however many there are. */
@Component
public class RunOverviews {

    private final RunStore runs;
    private final OperationStore operations;
    private final EngineDoor engine;

    RunOverviews(RunStore runs, OperationStore operations, EngineDoor engine) {
        this.runs = runs;
        this.operations = operations;
        this.engine = engine;
    }

    public RunOverview read() {
        Map<RunbookId, Tracked> underWay = new LinkedHashMap<>();
        operations
                .underWay()
                .forEach(tracked -> underWay.put(tracked.operation().runbook(), tracked));
        Map<String, String> assignees = engine.assignees();
        List<RunOverview.Live> live = runs.live().stream()
                .map(run -> {
                    Tracked tracked = underWay.get(run.id());
                    return new RunOverview.Live(
                            run,
                            tracked == null ? null : OperationViews.of(tracked.operation(), tracked.progress()),
                            assignees.get(run.processInstanceId()));
                })
                .toList();
        return new RunOverview(runs.counts(), live);
    }
}
