package org.migrationrunbooks.runbook.hosts;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.PowerReading;
import org.springframework.stereotype.Component;

/** Looks for signs of life of hosts, from every side that their platforms have. */
@Component
public class HostSigns {

    private final Platforms platforms;
    private final FencingDevices devices;
    private final Clock clock;

    HostSigns(Platforms platforms, FencingDevices devices, Clock clock) {
        this.platforms = platforms;
        this.devices = devices;
        this.clock = clock;
    }

    /** What each side says now, the devices that know of its power included. */
    public List<LifeSign> of(HostId host) {
        Stream<LifeSign> power = devices.of(host).stream().map(device -> power(host, device));
        return Stream.concat(platforms.get(host.platform()).lifeSigns(host).stream(), power)
                .toList();
    }

    private LifeSign power(HostId host, FencingDevice device) {
        try {
            PowerReading reading = device.power(host);
            LifeSign.Verdict verdict =
                    switch (reading.state()) {
                        case ON -> LifeSign.Verdict.ALIVE;
                        case OFF -> LifeSign.Verdict.SILENT;
                        case UNKNOWN -> LifeSign.Verdict.UNKNOWN;
                    };
            return new LifeSign(LifeSign.Side.POWER, device.name(), verdict, reading.answer(), reading.readAt());
        } catch (PlatformUnreachableException e) {
            return new LifeSign(
                    LifeSign.Side.POWER,
                    device.name(),
                    LifeSign.Verdict.UNKNOWN,
                    String.valueOf(e.getMessage()),
                    clock.instant());
        }
    }

    /** The signs of life among these, in words; empty where there is none. */
    public static Optional<String> life(List<LifeSign> signs) {
        String life = signs.stream()
                .filter(LifeSign::alive)
                .map(sign -> "%s: %s".formatted(sign.source(), sign.evidence()))
                .collect(Collectors.joining("; "));
        return life.isEmpty() ? Optional.empty() : Optional.of(life + ".");
    }

    /** Whether the hypervisor itself answers, so that nothing has failed. */
    public static Optional<LifeSign> hypervisor(List<LifeSign> signs) {
        return signs.stream()
                .filter(sign -> sign.side() == LifeSign.Side.HYPERVISOR)
                .filter(LifeSign::alive)
                .findFirst();
    }

    /** All of it in one line for people. */
    public static String text(List<LifeSign> signs) {
        return signs.stream()
                .map(sign -> "%s %s (%s)"
                        .formatted(sign.side().code(), sign.verdict().code(), sign.evidence()))
                .collect(Collectors.joining(", "));
    }
}
