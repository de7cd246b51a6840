package org.migrationrunbooks.runbook.operations;

import java.util.Objects;
import java.util.Optional;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.scheduling.BootAnswer;
import org.migrationrunbooks.scheduling.BootRequest;
import org.migrationrunbooks.scheduling.BootSlots;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose turn it is to boot, where many are rebuilt at once: the priority is that of the evacuation's plan. */
@Component
class BootTurns {

    private final BootSlots slots;
    private final RunStore runs;
    private final TransactionTemplate transaction;

    BootTurns(BootSlots slots, RunStore runs, TransactionTemplate transaction) {
        this.slots = slots;
        this.runs = runs;
        this.transaction = transaction;
    }

    /** What a rebuild has to wait for; empty where it may boot now, and for every other task. */
    Optional<String> waitsFor(Run run, InstanceTask task) {
        if (!(task instanceof InstanceTask.Rebuild rebuild)) {
            return Optional.empty();
        }
        BootRequest request = new BootRequest(
                run.id(), task.instance(), rebuild.to(), task.instance().platform(), priority(run));
        return Objects.requireNonNull(transaction.execute(status -> {
            // A slot that is asked for by a process that stood still until the run had ended would never be given back.
            if (runs.hold(run.id()).endedAt() != null) {
                return Optional.of("The run has ended.");
            }
            return slots.ask(request) instanceof BootAnswer.Waiting waiting
                    ? Optional.of(waiting.reason())
                    : Optional.empty();
        }));
    }

    /** It has booted, or will not. */
    void over(Run run, InstanceTask task) {
        if (task instanceof InstanceTask.Rebuild) {
            slots.release(run.id(), task.instance());
        }
    }

    private int priority(Run run) {
        Plan plan = run.parent() == null ? null : runs.get(run.parent()).plan();
        return plan == null
                ? 0
                : plan.dispositions().stream()
                        .filter(disposition -> disposition.instance().equals(run.instance()))
                        .mapToInt(Disposition::priority)
                        .findFirst()
                        .orElse(0);
    }
}
