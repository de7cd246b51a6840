package org.migrationrunbooks.runbook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.ApprovalRefusal;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.PlanChange;

/**
 * Why a request was turned down. Nothing was changed by it.
 *
 * @param detail what is wrong, with the names of the things
 * @param state what state things are in now
 * @param next what to do next
 * @param other the run that stands in the way; null where none does
 * @param reasons one line each where there is more than one
 */
public record Problem(
        ProblemCode code, String detail, String state, String next, @Nullable RunbookId other, List<String> reasons) {

    public Problem {
        reasons = List.copyOf(reasons);
    }

    static Problem of(ProblemCode code, String detail, String state, String next) {
        return new Problem(code, detail, state, next, null, List.of());
    }

    /** What a refused decision about a run says; a changed plan with what is different in it. */
    static Problem of(ApprovalRefusal refusal, Run run) {
        return new Problem(
                ProblemCode.valueOf(refusal.name()),
                refusal.detail(),
                unchanged(run),
                "Read the plan again under /api/v1/runbooks/" + run.id() + ".",
                null,
                refusal == ApprovalRefusal.PLAN_CHANGED
                        ? run.planChanges().stream().map(PlanChange::toString).toList()
                        : List.of());
    }

    /** What state things are in where a run was asked for something in vain. */
    static String unchanged(Run run) {
        return "The run is %s; nothing was changed.".formatted(run.state().code());
    }
}
