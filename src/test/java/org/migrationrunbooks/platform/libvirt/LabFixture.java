package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.InstanceTasksFixture;
import org.migrationrunbooks.platform.Platform;

/**
 * The lab for the contract tests, with a quiet and a busy guest on node-a. They stay from test to test where they are still in
 * their place; the busy one is there only while a test wants it, since it takes a processor of its own.
 */
final class LabFixture implements InstanceTasksFixture {

    private static final String QUIET = "contract-quiet";
    private static final String BUSY = "contract-busy";
    private static final String LOCAL = "contract-local";

    private final LabFleet fleet = new LabFleet();
    private boolean busyIsThere;
    private boolean powerWasTaken;

    LabFixture() {
        fleet.keptGuest(QUIET, "--memory", "128", "--working-set", "16", "--disk", "shared");
    }

    @Override
    public Platform platform() {
        return fleet.platform();
    }

    @Override
    public Platform reopen() {
        return fleet.another();
    }

    @Override
    public InstanceId runningInstance() {
        return LabFleet.instance(QUIET);
    }

    @Override
    public InstanceId busyInstance() {
        if (!busyIsThere) {
            busyIsThere = true;
            fleet.guest(BUSY, "--rate", "40", "--label", "post-copy=allowed");
        }
        return LabFleet.instance(BUSY);
    }

    @Override
    public InstanceId localInstance() {
        fleet.guest(LOCAL, "--memory", "128", "--working-set", "16", "--disk", "local");
        return LabFleet.instance(LOCAL);
    }

    @Override
    public HostId home() {
        return LabFleet.host("node-a");
    }

    @Override
    public HostId otherHost() {
        return LabFleet.host("node-b");
    }

    @Override
    public void takePower(HostId host) {
        powerWasTaken = true;
        fleet.lab().powerOff(host.name());
    }

    @Override
    public void givePower(HostId host) {
        fleet.lab().powerOn(host.name());
        fleet.awaitAnswer(host);
    }

    @Override
    public Duration maxDowntime() {
        return Duration.ofMillis(500);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void close() {
        if (powerWasTaken) {
            fleet.lab().repair();
        }
        fleet.close();
    }

    /** After the last test. */
    static void clear() {
        LibvirtLab.up().destroyIfThere(QUIET);
    }
}
