package org.migrationrunbooks.runbook.steps;

import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Asks an approver to accept that what the instance wrote at the destination is lost. */
@Component("lossRequested")
class LossRequested extends ExceptionRequested {

    LossRequested(RunStore runs, AuditTrail audit) {
        super(PlanException.DISCARD_WRITES, runs, audit);
    }
}
