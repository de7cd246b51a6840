package org.migrationrunbooks.runbook.steps;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.hosts.HostSigns;
import org.springframework.stereotype.Component;

/**
 * Reads from every side whether a host has failed. It has not where its hypervisor answers. A sign of life from another side does not
 * make it well: a host that is cut off still writes, which is what the fencing is for.
 */
@Component
class FailureReading {

    private final HostSigns signs;
    private final AuditTrail audit;

    FailureReading(HostSigns signs, AuditTrail audit) {
        this.signs = signs;
        this.audit = audit;
    }

    /**
     * Reads it, and puts on record what each side said.
     *
     * @return what each side said, for people
     */
    String confirm(Run run) {
        heedCancel(run);
        List<LifeSign> now = signs.of(run.host());
        Map<String, String> details = new HashMap<>();
        now.forEach(sign -> details.merge(
                sign.side().code(),
                "%s: %s: %s".formatted(sign.source(), sign.verdict().code(), sign.evidence()),
                (one, other) -> one + "; " + other));
        audit.append(new AuditEvent(
                AuditCode.HOST_FAILURE_READ, AuditEvent.SYSTEM, run.id(), run.subject(), run.reason(), details));
        Optional<LifeSign> answers = HostSigns.hypervisor(now);
        if (answers.isPresent()) {
            throw StepInput.error(
                    StepError.RunStopped,
                    "%s answers, so it has not failed: %s.".formatted(run.host().name(), HostSigns.text(now)));
        }
        return HostSigns.text(now);
    }

    /** Ends the step where somebody wants the evacuation to be cancelled. */
    static void heedCancel(Run run) {
        if (run.cancelRequested()) {
            throw StepInput.error(StepError.RunStopped, "Cancelled by %s.".formatted(run.cancelRequestedBy()));
        }
    }
}
