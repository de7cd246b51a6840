package org.migrationrunbooks.planning;

import org.migrationrunbooks.fleet.HostId;

/**
 * Why an instance may not go to a host.
 *
 * @param code stable, for example {@code HOST_FULL_MEMORY}
 * @param reason with the figures
 */
public record Refusal(HostId host, String code, String reason) {}
