package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;

/** Where a migration is. */
public sealed interface MigrationStatus {

    record Running(OperationProgress progress) implements MigrationStatus {}

    /** It has ended, and both hosts were read to say how. */
    record Ended(OperationOutcome outcome) implements MigrationStatus {}
}
