package org.migrationrunbooks.runbook.hosts;

import java.time.Instant;
import java.util.Comparator;
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
import org.migrationrunbooks.platform.PowerState;
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
        return evidence.off(evacuation, host).isPresent() || attested(evacuation, plan);
    }

    /** Whether they have proved it once, although the host may have got power again since. */
    public boolean wasOnRecord(RunbookId evacuation, PlanHash plan, HostId host) {
        return attestations.complete(evacuation, plan, Instant.EPOCH)
                || evidence.of(evacuation).stream()
                        .filter(entry -> entry.host().equals(host))
                        .anyMatch(entry -> entry.reading().off());
    }

    /** Whether people have attested it, and no device has read the host as on since. */
    private boolean attested(RunbookId evacuation, PlanHash plan) {
        Instant on = evidence.of(evacuation).stream()
                .map(PowerEvidence.Entry::reading)
                .filter(reading -> reading.state() == PowerState.ON)
                .map(PowerReading::readAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return attestations.complete(evacuation, plan, on);
    }

    /**
     * Reads again, now. A new reading is put on record, also one that says the contrary; then nothing may be started until the host was
     * read as off once more.
     *
     * @return what is against a start elsewhere; empty where the host is off
     */
    public Optional<String> against(RunbookId evacuation, PlanHash plan, HostId host) {
        Optional<String> device = device(evacuation);
        if (device.isEmpty()) {
            return attested(evacuation, plan)
                    ? life(host)
                    : Optional.of("Nobody and nothing has proved that %s is off.".formatted(host.name()));
        }
        Answer answer = ask(evacuation, host, device.get());
        if (answer.told()) {
            return answer.against();
        }
        return attested(evacuation, plan)
                ? life(host)
                : answer.against()
                        .map(silent ->
                                "%s Mend the device; or let two different people attest that %s is off (POST /api/v1/runbooks/%s/attestations). Then retry."
                                        .formatted(silent, host.name(), evacuation));
    }

    /** Whether a device has told the power of the host for this evacuation and does not tell it any more, so that only people can. */
    public boolean leftToPeople(RunbookId evacuation, HostId host) {
        return device(evacuation)
                .filter(name -> !ask(evacuation, host, name).told())
                .isPresent();
    }

    /** The device that has told the power of the host last. */
    private Optional<String> device(RunbookId evacuation) {
        return evidence.of(evacuation).stream()
                .filter(entry -> entry.reading().state() != PowerState.UNKNOWN)
                .reduce((earlier, later) -> later)
                .map(PowerEvidence.Entry::device);
    }

    /**
     * What a device answers now.
     *
     * @param told whether it told the power state at all
     * @param against empty where it is off
     */
    private record Answer(boolean told, Optional<String> against) {}

    private Answer ask(RunbookId evacuation, HostId host, String name) {
        return devices.of(host).stream()
                .filter(device -> device.name().equals(name))
                .findFirst()
                .map(device -> ask(evacuation, host, device))
                .orElseGet(() -> new Answer(
                        false,
                        Optional.of("The device %s, which told that %s is off, is not configured any more."
                                .formatted(name, host.name()))));
    }

    private Answer ask(RunbookId evacuation, HostId host, FencingDevice device) {
        PowerReading reading;
        try {
            reading = device.power(host);
        } catch (PlatformUnreachableException e) {
            return new Answer(
                    false,
                    Optional.of("%s did not tell whether %s is still off: %s."
                            .formatted(device.name(), host.name(), e.getMessage())));
        }
        transaction.executeWithoutResult(status -> evidence.append(evacuation, host, device, reading));
        return reading.off()
                ? new Answer(true, Optional.empty())
                : new Answer(
                        reading.state() == PowerState.ON,
                        Optional.of("%s says that the power of %s is %s: %s."
                                .formatted(
                                        device.name(),
                                        host.name(),
                                        reading.state().code(),
                                        reading.answer())));
    }

    /** Where only people have said that the host is off, any sign of life is stronger. */
    private Optional<String> life(HostId host) {
        List<LifeSign> now = signs.of(host);
        return HostSigns.life(now).map(life -> "%s shows a sign of life: %s".formatted(host.name(), life));
    }
}
