package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.springframework.stereotype.Component;

/** Writes down what a verification has seen, and ends the step where something is wrong. */
@Component
class Verifications {

    private final AuditTrail audit;

    Verifications(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * Records a verification.
     *
     * @param against what is wrong; empty where nothing is
     * @param message makes of what is wrong what a person is told
     */
    void record(Run run, Whereabouts seen, Optional<String> against, UnaryOperator<String> message) {
        audit.append(new AuditEvent(
                against.isEmpty() ? AuditCode.VERIFICATION_PASSED : AuditCode.VERIFICATION_FAILED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                against.orElse(null),
                Map.of("seen", WhereaboutsText.of(seen))));
        if (against.isPresent()) {
            throw StepInput.error(StepError.VerificationFailed, message.apply(against.get()));
        }
    }
}
