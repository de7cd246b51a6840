package org.migrationrunbooks.runbook;

import java.util.Map;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends a run that cannot go on, since the host that has its instance failed, so that the evacuation can act on the instance. Whoever worked
 * on it loses the lease with its task; what was asked of the host that failed cannot come about, since it is off, and what may have been
 * made at another host is withdrawn before the instance is rebuilt.
 */
@Component
class TakeOver {

    private final EngineDoor engine;
    private final OperationStore operations;
    private final RunClosing closing;
    private final AuditTrail audit;

    TakeOver(EngineDoor engine, OperationStore operations, RunClosing closing, AuditTrail audit) {
        this.engine = engine;
        this.operations = operations;
        this.closing = closing;
        this.audit = audit;
    }

    /** Ends the run and gives back what it holds. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void of(Run taken, Run evacuation) {
        String why = "evacuation %s of %s has taken %s over"
                .formatted(evacuation.id(), evacuation.subject(), taken.subject());
        operations.endAll(taken.id(), why);
        closing.close(taken.id(), Ending.TAKEN_OVER, why);
        engine.end(taken, why);
        audit.append(new AuditEvent(
                AuditCode.RUNBOOK_TAKEN_OVER,
                AuditEvent.SYSTEM,
                taken.id(),
                taken.subject(),
                why,
                Map.of("by", evacuation.id().value())));
    }
}
