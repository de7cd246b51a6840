package org.migrationrunbooks.approval;

import java.time.Instant;
import java.util.Optional;
import org.migrationrunbooks.fleet.RunbookId;

/** Tells what a run asks to be decided, and what became of it; implemented by whoever keeps the plans. */
public interface ApprovalSubjects {

    /** Empty where the run does not exist or has no plan. */
    Optional<ApprovalSubject> of(RunbookId runbook);

    /** Whether the run, or a part of it, has begun anything on a platform from the first moment on and before the second. */
    boolean begun(RunbookId runbook, Instant from, Instant until);
}
