package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.LiveMigrationProperties;
import org.migrationrunbooks.runbook.Run;
import org.springframework.stereotype.Component;

/** How patient to be with a transfer, from its own forecast. */
@Component
class TransferLimits {

    /** A forecast of a second or two is too fine a ruler for patience. */
    private static final Duration FLOOR = Duration.ofSeconds(30);

    private final OperationProperties operations;
    private final LiveMigrationProperties liveMigration;

    TransferLimits(OperationProperties operations, LiveMigrationProperties liveMigration) {
        this.operations = operations;
        this.liveMigration = liveMigration;
    }

    TransferWatch.Limits of(Run run) {
        Plan plan = run.plan();
        Forecast forecast = plan == null ? null : plan.forecast();
        Duration high = forecast == null ? FLOOR : forecast.totalTime().high();
        Duration patient = Duration.ofMillis((long) (high.toMillis() * liveMigration.patience()));
        boolean postCopyOnly = plan != null
                && forecast != null
                && forecast.convergence() == Forecast.Convergence.WITH_POST_COPY
                && plan.moves().get(0).strategy() instanceof Strategy.Live live
                && live.postCopy();
        return new TransferWatch.Limits(
                liveMigration.stallTimeout(),
                liveMigration.stallTimeout(),
                patient.compareTo(FLOOR) > 0 ? patient : FLOOR,
                operations.silence(),
                operations.doubt(),
                operations.cancelTimeout(),
                postCopyOnly);
    }
}
