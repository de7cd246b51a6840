package org.migrationrunbooks.runbook.operations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.hosts.HostSigns;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.migrationrunbooks.runbook.monitor.StormBrake;
import org.springframework.stereotype.Component;

/** What keeps the power of a host from being switched, and how it is put on record that it was. */
@Component
class PowerSafety {

    private final HostSigns signs;
    private final StormBrake storm;
    private final PowerEvidence evidence;
    private final AuditTrail audit;

    PowerSafety(HostSigns signs, StormBrake storm, PowerEvidence evidence, AuditTrail audit) {
        this.signs = signs;
        this.storm = storm;
        this.evidence = evidence;
        this.audit = audit;
    }

    /** What is against it right now: a host that answers again has not failed, and where many are silent our own network may have. */
    Optional<String> against(Run run, PowerCommand command) {
        if (!takesPowerOfFailed(run, command)) {
            return Optional.empty();
        }
        return HostSigns.hypervisor(signs.of(command.host()))
                .map(sign -> "%s answers again (%s); nothing was switched."
                        .formatted(command.host().name(), sign.evidence()))
                .or(() -> storm.against(command.host()));
    }

    /** Whether it is about a host that is said to have failed. One that is to return answers, and is switched off where it must not run. */
    static boolean takesPowerOfFailed(Run run, PowerCommand command) {
        return command.wanted() == PowerState.OFF && run.kind() == RunbookKind.NODE_EVACUATION;
    }

    /** Puts what was read on record, in the transaction that ends the operation. */
    void record(Run run, PowerCommand command, @Nullable PowerProof proof) {
        if (proof == null) {
            return;
        }
        evidence.append(run.id(), command.host(), proof.device(), proof.reading());
        Map<String, String> details = new HashMap<>();
        details.put("device", proof.device().name());
        details.put("method", proof.device().method());
        details.put("power", proof.reading().state().code());
        details.put("answer", proof.reading().answer());
        details.put("readAt", proof.reading().readAt().toString());
        audit.append(new AuditEvent(
                AuditCode.HOST_POWER_READ,
                AuditEvent.SYSTEM,
                run.id(),
                command.host().toString(),
                run.reason(),
                details));
    }
}
