package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.OperationKey;

/** A request with what makes it findable: the key that names this attempt, and what the platform showed before. */
public record MigrationCommand(OperationKey key, MigrationRequest request, Baseline baseline) {}
