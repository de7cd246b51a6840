package org.migrationrunbooks.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Fleets;
import org.springframework.stereotype.Component;

/** What the platforms list now. */
@Component
class Inventories {

    private final Platforms platforms;
    private final Fleets fleets;

    Inventories(Platforms platforms, Fleets fleets) {
        this.platforms = platforms;
        this.fleets = fleets;
    }

    /**
     * The fleets of those that answered, by name.
     *
     * @param silent the platforms that did not
     */
    record Answer(List<FleetSnapshot> fleets, List<String> silent) {}

    /**
     * Asks one platform, or all.
     *
     * @param name null for all; then one that does not answer hides nothing of the others
     * @throws org.migrationrunbooks.platform.UnknownPlatformException where it is not configured
     * @throws PlatformUnreachableException where the one that was named does not answer
     */
    Answer of(@Nullable String name) {
        if (name != null) {
            return new Answer(List.of(fleets.of(name)), List.of());
        }
        List<FleetSnapshot> found = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Platform platform : platforms.all()) {
            try {
                found.add(fleets.of(platform));
            } catch (PlatformUnreachableException e) {
                silent.add(platform.name());
            }
        }
        found.sort(Comparator.comparing(FleetSnapshot::platform));
        return new Answer(found, silent);
    }
}
