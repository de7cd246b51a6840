package org.migrationrunbooks.runbook;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.RunDetails.OperationView;
import org.migrationrunbooks.runbook.operations.Operation;

/** Tells of operations what people want to know of them. */
final class OperationViews {

    private OperationViews() {}

    static OperationView of(Operation operation, @Nullable OperationProgress progress) {
        OperationCommand command = operation.command();
        return new OperationView(
                operation.key().value(),
                operation.step(),
                operation.attempt(),
                task(command),
                move(command),
                operation.state().name().toLowerCase(Locale.ROOT),
                progress,
                operation.outcome(),
                operation.cause(),
                operation.intendedAt(),
                operation.acceptedAt(),
                operation.endedAt());
    }

    private static String task(OperationCommand command) {
        if (command instanceof PowerCommand power) {
            return "power-" + power.wanted().code();
        }
        return command instanceof TaskCommand task ? task.task().code() : "migrate";
    }

    private static @Nullable Move move(OperationCommand command) {
        if (command instanceof MigrationCommand migration) {
            MigrationRequest request = migration.request();
            return new Move(request.instance(), request.from(), request.to(), request.strategy());
        }
        if (!(command instanceof TaskCommand task)) {
            return null;
        }
        if (task.task() instanceof InstanceTask.Rebuild rebuild) {
            return new Move(
                    rebuild.instance(), rebuild.dead(), rebuild.to(), new Strategy.Rebuild(rebuild.fromImage()));
        }
        return task.task() instanceof InstanceTask.Relocate relocate
                ? new Move(relocate.instance(), relocate.from(), relocate.to(), new Strategy.Cold())
                : null;
    }
}
