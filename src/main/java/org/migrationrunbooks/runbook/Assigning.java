package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.ApprovalRefusal;
import org.migrationrunbooks.approval.Approvals;
import org.springframework.stereotype.Component;

/**
 * Who looks at what waits for an approver. It tells the others and hands a decision on to a colleague; it keeps nobody from deciding, and
 * makes nobody an approver.
 */
@Component
class Assigning {

    private final EngineDoor engine;
    private final RunStore runs;
    private final Approvals approvals;

    Assigning(EngineDoor engine, RunStore runs, Approvals approvals) {
        this.engine = engine;
        this.runs = runs;
        this.approvals = approvals;
    }

    List<String> whoMayDecide(Run run) {
        return run.state() == RunbookState.AWAITING_APPROVAL ? approvals.whoMayDecide(run.id()) : List.of();
    }

    Optional<Problem> assign(Run run, String assignee, String person) {
        Optional<Task> task = engine.openTask(run, EngineDoor.APPROVE);
        Optional<ApprovalRefusal> against =
                task.isEmpty() ? Optional.of(ApprovalRefusal.NOTHING_TO_DECIDE) : approvals.against(run.id(), person);
        if (against.isPresent()) {
            return Optional.of(Problem.of(against.get(), run));
        }
        if (!assignee.equals(person) && approvals.against(run.id(), assignee).isPresent()) {
            return Optional.of(refused(run, assignee));
        }
        String holder = task.get().getAssignee();
        if (assignee.equals(holder)) {
            return Optional.empty();
        }
        return holder == null || holder.equals(person)
                ? reassign(run, person, holder, assignee)
                : Optional.of(another(run, holder));
    }

    Optional<Problem> unassign(Run run, String person) {
        Optional<Task> task = engine.openTask(run, EngineDoor.APPROVE);
        if (task.isEmpty()) {
            return Optional.of(Problem.of(ApprovalRefusal.NOTHING_TO_DECIDE, run));
        }
        String holder = task.get().getAssignee();
        if (holder == null) {
            return Optional.empty();
        }
        // Whoever may not decide any more can still give it back.
        Optional<ApprovalRefusal> against =
                holder.equals(person) ? Optional.empty() : approvals.against(run.id(), person);
        return against.isPresent()
                ? against.map(refusal -> Problem.of(refusal, run))
                : reassign(run, person, holder, null);
    }

    private Optional<Problem> reassign(Run run, String person, @Nullable String from, @Nullable String to) {
        try {
            if (engine.reassign(run, person, from, to)) {
                return Optional.empty();
            }
        } catch (OptimisticLockingException e) {
            // Somebody else was faster, as they are where it is not from's any more.
        }
        Run now = runs.get(run.id());
        Optional<String> holder = engine.assignee(now);
        return Objects.equals(holder.orElse(null), to)
                ? Optional.empty()
                : Optional.of(holder.map(other -> another(now, other))
                        .orElseGet(() -> Problem.of(ApprovalRefusal.NOTHING_TO_DECIDE, now)));
    }

    private static Problem another(Run run, String holder) {
        return Problem.of(
                ProblemCode.ASSIGNED_TO_ANOTHER,
                "%s has it.".formatted(holder),
                Problem.unchanged(run),
                "Decide all the same if it cannot wait, or open it to everybody first.");
    }

    private static Problem refused(Run run, String assignee) {
        return Problem.of(
                ProblemCode.ASSIGNEE_REFUSED,
                "%s cannot decide about this plan: they are no approver known here whom the policy asks, have asked for the run themselves, or have decided already."
                        .formatted(assignee),
                Problem.unchanged(run),
                "Give it to one of those under /api/v1/runbooks/" + run.id() + "/approvers.");
    }
}
