package org.migrationrunbooks.runbook.hosts;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerReading;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether something of a host may be started elsewhere: it may where a device has read the host's power as off for this evacuation, or
 * two different people have attested it. Nothing else counts, and nothing of it lasts: right before each start it is read again.
 */
@Component
public class OffProof {

    private final PowerEvidence evidence;
    private final Attestations attestations;
    private final FencingDevices devices;
    private final HostSigns signs;
    private final TransactionTemplate transaction;

    OffProof(
            PowerEvidence evidence,
            Attestations attestations,
            FencingDevices devices,
            HostSigns signs,
            TransactionTemplate transaction) {
        this.evidence = evidence;
        this.attestations = attestations;
        this.devices = devices;
        this.signs = signs;
        this.transaction = transaction;
    }

    /** Whether the rows of an evacuation prove that its host is off, as far as rows can. */
    public boolean onRecord(RunbookId evacuation, PlanHash plan, HostId host) {
        return evidence.off(evacuation, host).isPresent() || attestations.complete(evacuation, plan);
    }

    /** Whether they have proved it once, although the host may have got power again since. */
    public boolean wasOnRecord(RunbookId evacuation, PlanHash plan, HostId host) {
        return attestations.complete(evacuation, plan)
                || evidence.of(evacuation).stream()
                        .filter(entry -> entry.host().equals(host))
                        .anyMatch(entry -> entry.reading().off());
    }

    /**
     * Reads again, now. A new reading is put on record, also one that says the contrary; then nothing may be started until the host was
     * read as off once more.
     *
     * @return what is against a start elsewhere; empty where the host is off
     */
    public Optional<String> against(RunbookId evacuation, PlanHash plan, HostId host) {
        List<PowerEvidence.Entry> readings = evidence.of(evacuation);
        if (readings.isEmpty()) {
            return attestations.complete(evacuation, plan)
                    ? life(host)
                    : Optional.of("Nobody and nothing has proved that %s is off.".formatted(host.name()));
        }
        String name = readings.get(readings.size() - 1).device();
        return devices.of(host).stream()
                .filter(device -> device.name().equals(name))
                .findFirst()
                .map(device -> power(evacuation, host, device))
                .orElseGet(() -> Optional.of("The device %s, which told that %s is off, is not configured any more."
                        .formatted(name, host.name())));
    }

    private Optional<String> power(RunbookId evacuation, HostId host, FencingDevice device) {
        PowerReading reading;
        try {
            reading = device.power(host);
        } catch (PlatformUnreachableException e) {
            return Optional.of("%s did not tell whether %s is still off: %s."
                    .formatted(device.name(), host.name(), e.getMessage()));
        }
        transaction.executeWithoutResult(status -> evidence.append(evacuation, host, device, reading));
        return reading.off()
                ? Optional.empty()
                : Optional.of("%s says that the power of %s is %s: %s."
                        .formatted(device.name(), host.name(), reading.state().code(), reading.answer()));
    }

    /** Where only people have said that the host is off, any sign of life is stronger. */
    private Optional<String> life(HostId host) {
        List<LifeSign> now = signs.of(host);
        return HostSigns.life(now).map(life -> "%s shows a sign of life: %s".formatted(host.name(), life));
    }
}
