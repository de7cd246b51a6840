package org.migrationrunbooks.runbook.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.OperationCommand;

/**
 * One attempt of a long action, as committed.
 *
 * @param handle of a transfer, null until the platform has accepted it; null for a task, which needs none
 * @param cause why it was asked to cancel or escalated; null where it was not
 * @param cancelAsked whether the platform has been told to cancel
 */
public record Operation(
        OperationKey key,
        RunbookId runbook,
        String step,
        int attempt,
        String processInstanceId,
        String taskId,
        OperationState state,
        OperationCommand command,
        @Nullable MigrationHandle handle,
        @Nullable OperationOutcome outcome,
        @Nullable String cause,
        boolean cancelAsked,
        Instant intendedAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant endedAt) {}
