package org.migrationrunbooks.approval;

import java.util.Optional;
import org.migrationrunbooks.fleet.RunbookId;

/** Tells what a run asks to be decided; implemented by whoever keeps the plans. */
public interface ApprovalSubjects {

    /** Empty where the run does not exist or has no plan. */
    Optional<ApprovalSubject> of(RunbookId runbook);
}
