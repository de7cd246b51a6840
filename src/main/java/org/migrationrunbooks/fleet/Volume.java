package org.migrationrunbooks.fleet;

/**
 * A disk of an instance.
 *
 * @param name unique within its instance
 * @param size as the guest sees it
 * @param shared whether the hosts reach the same bytes; false where the only copy is on one host
 */
public record Volume(String name, ByteSize size, boolean shared) {}
