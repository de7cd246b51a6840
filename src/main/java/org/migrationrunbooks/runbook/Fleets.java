package org.migrationrunbooks.runbook;

import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.stereotype.Component;

/** Fleets as they count: as their platforms list them now, with the standings that our runbooks gave to hosts. */
@Component
public class Fleets {

    private final Platforms platforms;
    private final HostStandings standings;

    Fleets(Platforms platforms, HostStandings standings) {
        this.platforms = platforms;
        this.standings = standings;
    }

    /**
     * The fleet of one platform.
     *
     * @throws org.migrationrunbooks.platform.UnknownPlatformException where it is not configured
     * @throws org.migrationrunbooks.platform.PlatformUnreachableException where it does not answer
     */
    public FleetSnapshot of(String platform) {
        return of(platforms.get(platform));
    }

    /**
     * The fleet of an open platform.
     *
     * @throws org.migrationrunbooks.platform.PlatformUnreachableException where it does not answer
     */
    public FleetSnapshot of(Platform platform) {
        return standings.applied(platform.hypervisor().inventory());
    }
}
