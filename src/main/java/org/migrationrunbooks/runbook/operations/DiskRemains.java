package org.migrationrunbooks.runbook.operations;

import java.time.Clock;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.springframework.stereotype.Component;

/**
 * Has the platform remove what an ended migration left on disks, before its end is written down: until then whoever goes on after a
 * crash comes by here again. How the migration ended is known, so what cannot be removed soon is noted and holds nothing up.
 */
@Component
class DiskRemains {

    private final OperationBooks books;
    private final Clock clock;

    DiskRemains(OperationBooks books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    /** Whether nothing more is to be waited for. */
    boolean cleared(
            Tenure tenure,
            Operation operation,
            MigrationHandle handle,
            OperationOutcome outcome,
            Hypervisor hypervisor,
            TransferWatch watch) {
        boolean copied = operation.command() instanceof MigrationCommand command
                && command.request().strategy().copyDisks();
        // Where nobody knows how it ended nobody knows what is left over.
        if (!copied || outcome instanceof OperationOutcome.Unknown) {
            return true;
        }
        Optional<String> left = left(handle, hypervisor, tenure);
        if (left.isPresent() && !watch.clearingTooLong(clock.instant())) {
            return false;
        }
        left.ifPresent(what -> books.note(
                tenure, operation, AuditCode.DISKS_LEFT_BEHIND, "The migration has ended; not removed: " + what));
        return true;
    }

    private static Optional<String> left(MigrationHandle handle, Hypervisor hypervisor, EffectGuard guard) {
        try {
            return hypervisor.clearAway(handle, guard);
        } catch (PlatformUnreachableException | AnswerLostException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
