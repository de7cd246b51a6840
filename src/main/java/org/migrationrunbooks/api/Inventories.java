package org.migrationrunbooks.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;

/** What the platforms list now. */
@Component
class Inventories {

    private final Platforms platforms;

    Inventories(Platforms platforms) {
        this.platforms = platforms;
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
            return new Answer(List.of(platforms.get(name).hypervisor().inventory()), List.of());
        }
        List<FleetSnapshot> fleets = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Platform platform : platforms.all()) {
            try {
                fleets.add(platform.hypervisor().inventory());
            } catch (PlatformUnreachableException e) {
                silent.add(platform.name());
            }
        }
        fleets.sort(Comparator.comparing(FleetSnapshot::platform));
        return new Answer(fleets, silent);
    }
}
