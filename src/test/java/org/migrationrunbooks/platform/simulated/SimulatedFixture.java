package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.InstanceTasksFixture;
import org.migrationrunbooks.platform.Platform;

/** A simulated installation for the contract tests; its time passes only while a test waits. */
final class SimulatedFixture implements InstanceTasksFixture {

    private final MovableClock clock = new MovableClock();
    private final Duration step;
    private final SimulatedInstallation installation;

    /** Takes how much time passes whenever a test looks. */
    SimulatedFixture(String url, Duration step) {
        this.step = step;
        installation = new SimulatedInstallation(SimulatedInstallation.THREE_HOSTS, url, clock, Duration.ofSeconds(10));
    }

    @Override
    public Platform platform() {
        return installation.platform();
    }

    @Override
    public Platform reopen() {
        return installation.open(1);
    }

    @Override
    public InstanceId runningInstance() {
        return SimulatedInstallation.instance("idle");
    }

    @Override
    public InstanceId busyInstance() {
        return SimulatedInstallation.instance("busy");
    }

    @Override
    public InstanceId localInstance() {
        return SimulatedInstallation.instance("local");
    }

    @Override
    public HostId home() {
        return SimulatedInstallation.host("node-a");
    }

    @Override
    public HostId otherHost() {
        return SimulatedInstallation.host("node-b");
    }

    @Override
    public void takePower(HostId host) {
        installation.platform().fencingDevices().get(0).off(host, SimulatedInstallation.MAY_ACT);
    }

    @Override
    public void givePower(HostId host) {
        installation.platform().fencingDevices().get(0).on(host, SimulatedInstallation.MAY_ACT);
    }

    @Override
    public Duration maxDowntime() {
        return Duration.ofMillis(300);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void letTimePass() {
        clock.advance(step);
    }

    @Override
    public void close() {
        installation.close();
    }
}
