package org.migrationrunbooks.scheduling;

import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * One instance that a run wants to boot.
 *
 * @param storage that the boot reads from: a name that all runs give to the same storage, the platform's where it has one for all hosts
 * @param priority higher goes first
 */
public record BootRequest(RunbookId runbook, InstanceId instance, HostId host, String storage, int priority) {}
