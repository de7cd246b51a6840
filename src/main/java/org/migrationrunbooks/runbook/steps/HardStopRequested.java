package org.migrationrunbooks.runbook.steps;

import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Asks an approver to let the power be taken from an instance that does not shut down. */
@Component("hardStopRequested")
class HardStopRequested extends ExceptionRequested {

    HardStopRequested(RunStore runs, AuditTrail audit) {
        super(PlanException.HARD_STOP, runs, audit);
    }
}
