package org.migrationrunbooks.runbook.operations;

import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PowerReading;

/** A power state that was read as wanted, and the device that told it. */
record PowerProof(FencingDevice device, PowerReading reading) {}
