package org.migrationrunbooks.platform.simulated;

import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;

/** The power switch of every simulated host. It works where the host itself does not answer, unless it fails on request. */
final class SimulatedFencingDevice implements FencingDevice {

    private final String platform;
    private final Simulator simulator;

    SimulatedFencingDevice(String platform, Simulator simulator) {
        this.platform = platform;
        this.simulator = simulator;
    }

    @Override
    public String name() {
        return platform + "-bmc";
    }

    @Override
    public String method() {
        return "simulated";
    }

    @Override
    public boolean serves(HostId host) {
        return host.platform().equals(platform);
    }

    @Override
    public PowerReading power(HostId host) {
        return simulator.ask(world -> {
            require(world, host);
            boolean on = world.powered(host.name());
            return new PowerReading(
                    on ? PowerState.ON : PowerState.OFF, world.instant(), "power is " + (on ? "on" : "off"));
        });
    }

    @Override
    public String off(HostId host, EffectGuard guard) {
        return turn(host, false, guard);
    }

    @Override
    public String on(HostId host, EffectGuard guard) {
        return turn(host, true, guard);
    }

    private String turn(HostId host, boolean on, EffectGuard guard) {
        guard.beforeEffect();
        return simulator.change((world, timeline) -> {
            require(world, host);
            LedgerEvent asked = on ? LedgerEvent.POWER_ON_ASKED : LedgerEvent.POWER_OFF_ASKED;
            world.ledger().write(world.instant(), asked, null, host.name(), null, name());
            if (world.powered(host.name()) == on) {
                return "was " + (on ? "on" : "off") + " already";
            }
            HostEvents events = new HostEvents(world, timeline, world.now());
            if (on) {
                events.givePower(host.name());
            } else {
                events.cutPower(host.name());
            }
            return "switched " + (on ? "on" : "off");
        });
    }

    private void require(World world, HostId host) {
        if (!serves(host) || world.host(host).isEmpty()) {
            throw new IllegalArgumentException(name() + " does not serve " + host);
        }
        if (world.faults().fencingFails(host.name())) {
            throw new PlatformUnreachableException(
                    "%s did not reach the power switch of %s; its power is as it was".formatted(name(), host), null);
        }
    }
}
