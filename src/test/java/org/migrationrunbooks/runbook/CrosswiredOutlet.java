package org.migrationrunbooks.runbook;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.FencingAdapter;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformSettings;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;
import org.springframework.boot.test.context.TestComponent;

/** A power outlet that was wired wrongly: it does what it is told, to another machine than the host that it is configured for. */
@TestComponent
class CrosswiredOutlet implements FencingAdapter, FencingDevice {

    private static final Set<String> HOSTS = Set.of("miswired", "two-devices");

    private final Clock clock;
    private final Set<HostId> off = ConcurrentHashMap.newKeySet();
    private final Map<HostId, Runnable> then = new ConcurrentHashMap<>();

    CrosswiredOutlet(Clock clock) {
        this.clock = clock;
    }

    /** What happens right after it was told to switch the host off. */
    void whenToldOff(String host, Runnable happens) {
        then.put(Rack.host(host), happens);
    }

    @Override
    public String type() {
        return "crosswired";
    }

    @Override
    public FencingDevice open(PlatformSettings settings) {
        return this;
    }

    @Override
    public String name() {
        return "outlet";
    }

    @Override
    public String method() {
        return "crosswired";
    }

    @Override
    public boolean serves(HostId host) {
        return host.platform().equals(Rack.NAME) && HOSTS.contains(host.name());
    }

    @Override
    public PowerReading power(HostId host) {
        PowerState state = off.contains(host) ? PowerState.OFF : PowerState.ON;
        return new PowerReading(state, clock.instant(), "outlet is " + state.code());
    }

    @Override
    public String off(HostId host, EffectGuard guard) {
        guard.beforeEffect();
        off.add(host);
        then.getOrDefault(host, () -> {}).run();
        return "switched off";
    }

    @Override
    public String on(HostId host, EffectGuard guard) {
        guard.beforeEffect();
        off.remove(host);
        return "switched on";
    }
}
