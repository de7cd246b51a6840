package org.migrationrunbooks.runbook.operations;

import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.hosts.HostSigns;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.springframework.stereotype.Component;

/**
 * What speaks against a device that reads a host as off: a hypervisor that still answers. Such a device may be wired to another machine. Its
 * word counts for nothing any more in the same attempt, also when the host falls silent later.
 */
@Component
class PowerDoubts {

    private final HostSigns signs;
    private final PowerEvidence evidence;
    private final AuditTrail audit;
    private final LeaseTransaction transaction;

    PowerDoubts(HostSigns signs, PowerEvidence evidence, AuditTrail audit, LeaseTransaction transaction) {
        this.signs = signs;
        this.evidence = evidence;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Looks at the host once its power was read as wanted; what the device is doubted for, as a sentence. */
    Optional<String> about(Run run, PowerCommand command, PowerProof proof) {
        if (!PowerSafety.takesPowerOfFailed(run, command)) {
            return Optional.empty();
        }
        return HostSigns.hypervisor(signs.of(command.host())).map(sign -> text(command, proof, sign));
    }

    private static String text(PowerCommand command, PowerProof proof, LifeSign sign) {
        return "POWER_DOUBTED: %s reads %s as off, and yet its hypervisor answers (%s). The device may be wired to another machine, and have switched that one off."
                .formatted(proof.device().name(), command.host().name(), sign.evidence());
    }

    /** Puts it on record, so that the word of the device does not count in this attempt. */
    void record(Tenure tenure, Run run, PowerCommand command, PowerProof proof, String doubt) {
        transaction.execute(() -> {
            tenure.extend();
            evidence.append(
                    run.id(),
                    command.host(),
                    proof.device(),
                    new PowerReading(PowerState.UNKNOWN, proof.reading().readAt(), doubt));
            audit.append(new AuditEvent(
                    AuditCode.HOST_POWER_DOUBTED,
                    AuditEvent.SYSTEM,
                    run.id(),
                    command.host().toString(),
                    doubt,
                    Map.of(
                            "device",
                            proof.device().name(),
                            "answer",
                            proof.reading().answer())));
        });
    }

    /** What the device was doubted for in this attempt already; empty where it was not. */
    Optional<String> earlier(Operation operation, FencingDevice device) {
        return evidence.of(operation.runbook()).stream()
                .filter(entry -> entry.device().equals(device.name()))
                .map(PowerEvidence.Entry::reading)
                .filter(reading -> reading.state() == PowerState.UNKNOWN)
                .filter(reading -> !reading.readAt().isBefore(operation.intendedAt()))
                .map(PowerReading::answer)
                .findFirst();
    }
}
