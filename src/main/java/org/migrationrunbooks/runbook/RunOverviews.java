package org.migrationrunbooks.runbook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.migrationrunbooks.runbook.operations.OperationStore.Tracked;
import org.springframework.stereotype.Component;

/** Reads all runs at a glance, by three queries however many there are. */
@Component
public class RunOverviews {

    private final RunStore runs;
    private final OperationStore operations;

    RunOverviews(RunStore runs, OperationStore operations) {
        this.runs = runs;
        this.operations = operations;
    }

    public RunOverview read() {
        Map<RunbookId, Tracked> underWay = new LinkedHashMap<>();
        operations
                .underWay()
                .forEach(tracked -> underWay.put(tracked.operation().runbook(), tracked));
        List<RunOverview.Live> live = runs.live().stream()
                .map(run -> {
                    Tracked tracked = underWay.get(run.id());
                    return new RunOverview.Live(
                            run, tracked == null ? null : OperationViews.of(tracked.operation(), tracked.progress()));
                })
                .toList();
        return new RunOverview(runs.counts(), live);
    }
}
