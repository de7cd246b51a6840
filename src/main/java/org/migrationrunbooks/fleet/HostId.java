package org.migrationrunbooks.fleet;

/**
 * A host of one platform.
 *
 * @param platform the configured name of the platform
 * @param name unique within the platform
 */
public record HostId(String platform, String name) implements Comparable<HostId> {

    public HostId {
        Names.require("platform", platform);
        Names.require("host", name);
    }

    @Override
    public int compareTo(HostId other) {
        int byPlatform = platform.compareTo(other.platform);
        return byPlatform != 0 ? byPlatform : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return platform + "/" + name;
    }
}
