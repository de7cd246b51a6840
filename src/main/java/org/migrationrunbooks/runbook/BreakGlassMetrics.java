package org.migrationrunbooks.runbook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** For how many runs somebody broke the glass and no auditor has looked at it since; read from the rows when the gauge is read. */
@Component
class BreakGlassMetrics implements MeterBinder {

    private final RunStore runs;

    BreakGlassMetrics(RunStore runs) {
        this.runs = runs;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("runbooks.break.glass.unreviewed", runs, RunStore::unreviewedBreakGlasses)
                .description(
                        "runs for which somebody went ahead without the approval of others, and that no auditor has signed off")
                .register(registry);
    }
}
