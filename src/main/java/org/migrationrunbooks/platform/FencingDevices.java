package org.migrationrunbooks.platform;

import java.util.List;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.HostId;

/** The fencing devices: those of {@code runbooks.fencing[]} in their order, then those that a platform has of its own. */
public final class FencingDevices {

    private final List<FencingDevice> configured;
    private final Platforms platforms;

    /** Takes the configured devices in the order in which they are to be tried; their names are different. */
    public FencingDevices(List<FencingDevice> configured, Platforms platforms) {
        this.configured = List.copyOf(configured);
        this.platforms = platforms;
        long names = configured.stream().map(FencingDevice::name).distinct().count();
        if (names != configured.size()) {
            throw new IllegalArgumentException("two fencing devices have the same name: "
                    + configured.stream().map(FencingDevice::name).toList());
        }
    }

    /** The devices of a host in the order in which they are to be tried; empty where only people can say that it is off. */
    public List<FencingDevice> of(HostId host) {
        Stream<FencingDevice> own =
                platforms.find(host.platform()).stream().flatMap(platform -> platform.fencingDevices().stream());
        return Stream.concat(configured.stream(), own)
                .filter(device -> device.serves(host))
                .toList();
    }
}
