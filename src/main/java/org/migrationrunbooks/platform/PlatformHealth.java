package org.migrationrunbooks.platform;

/**
 * Whether a platform can be used.
 *
 * @param detail what is wrong and what to do, or what was reached; for people
 */
public record PlatformHealth(boolean usable, String detail) {}
