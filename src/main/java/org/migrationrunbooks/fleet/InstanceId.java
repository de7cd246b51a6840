package org.migrationrunbooks.fleet;

/**
 * An instance (virtual machine) of one platform.
 *
 * @param platform the configured name of the platform
 * @param name unique within the platform; what people call it
 */
public record InstanceId(String platform, String name) implements Comparable<InstanceId> {

    public InstanceId {
        Names.require("platform", platform);
        Names.require("instance", name);
    }

    @Override
    public int compareTo(InstanceId other) {
        int byPlatform = platform.compareTo(other.platform);
        return byPlatform != 0 ? byPlatform : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return platform + "/" + name;
    }
}
