package org.migrationrunbooks.runbook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Whether the brake is engaged, read from its row when the gauge is read: the same on every node. */
@Component
class BrakeMetrics implements MeterBinder {

    private final Brake brake;

    BrakeMetrics(Brake brake) {
        this.brake = brake;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("runbooks.brake.engaged", brake, read -> read.state().engaged() ? 1 : 0)
                .description("1 while the brake is engaged, so that no operation begins; else 0")
                .register(registry);
    }
}
