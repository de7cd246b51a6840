package org.migrationrunbooks.platform.simulated;

import java.time.Clock;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformAdapter;
import org.migrationrunbooks.platform.PlatformSettings;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.springframework.core.io.ResourceLoader;
import org.springframework.stereotype.Component;

/** Opens simulated platforms. */
@Component
class SimulatedAdapter implements PlatformAdapter {

    static final String TYPE = "simulated";

    private static final System.Logger LOG = System.getLogger(SimulatedAdapter.class.getName());

    private final ResourceLoader resources;
    private final Clock clock;

    SimulatedAdapter(ResourceLoader resources, Clock clock) {
        this.resources = resources;
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Platform open(PlatformSettings entry) {
        SimulatorSettings settings = entry.bind(SimulatorSettings.class);
        if (settings.fleet() == null) {
            throw new IllegalArgumentException("platform " + entry.name() + ": fleet: names no fleet file");
        }
        Fleet fleet = FleetReader.read(resources.getResource(settings.fleet()), entry.name());
        SimulatorDatabase database =
                new SimulatorDatabase(entry.name(), settings.databaseOf(entry.name()), settings.callTimeout());
        Simulator simulator = new Simulator(entry.name(), settings, fleet, database, clock);
        try {
            simulator.setUpOnce();
        } catch (PlatformUnreachableException e) {
            LOG.log(System.Logger.Level.WARNING, "platform " + entry.name() + " cannot be used yet", e);
        } catch (IllegalArgumentException e) {
            database.close();
            throw e;
        }
        return new SimulatedPlatform(entry.name(), simulator);
    }
}
