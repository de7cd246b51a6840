package org.migrationrunbooks.platform;

/**
 * An accepted migration; kept in our database, so it outlives the connection and the process.
 *
 * @param reference in the platform's own terms (Nova: migration id; vSphere: task id); empty where the key is enough
 */
public record MigrationHandle(MigrationCommand command, String reference) {}
