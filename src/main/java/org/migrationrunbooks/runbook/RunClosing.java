package org.migrationrunbooks.runbook;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.scheduling.BootSlots;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Brings a run to its end: gives back what it holds and writes down how it ended. */
@Component
public class RunClosing {

    private final RunStore runs;
    private final Claims claims;
    private final CapacityReservations reservations;
    private final BootSlots slots;
    private final AuditTrail audit;

    RunClosing(RunStore runs, Claims claims, CapacityReservations reservations, BootSlots slots, AuditTrail audit) {
        this.runs = runs;
        this.claims = claims;
        this.reservations = reservations;
        this.slots = slots;
        this.audit = audit;
    }

    /** Gives back claims and reservations. Idempotent. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(RunbookId runbook) {
        reservations.release(runbook);
        slots.release(runbook);
        claims.release(runbook);
    }

    /** Releases what is held and records the ending; false where the run had ended already and stays as it is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean close(RunbookId runbook, Ending ending, @Nullable String detail) {
        // First the end: whoever takes something for the run holds its row, and sees that it has ended.
        boolean endedNow = runs.end(runbook, ending, detail);
        release(runbook);
        if (endedNow) {
            Map<String, String> details = new HashMap<>(Map.of("ending", ending.code()));
            if (detail != null) {
                details.put("detail", detail);
            }
            audit.append(new AuditEvent(
                    AuditCode.RUNBOOK_ENDED,
                    AuditEvent.SYSTEM,
                    runbook,
                    runs.get(runbook).subject(),
                    ending.detail(),
                    details));
        }
        return endedNow;
    }
}
