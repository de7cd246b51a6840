package org.migrationrunbooks.platform;

/**
 * One reason why a migration cannot be done.
 *
 * @param reason what was found, with the names of the things
 * @param remedy what would remove it
 */
public record Blocker(BlockerCode code, String reason, String remedy) {}
