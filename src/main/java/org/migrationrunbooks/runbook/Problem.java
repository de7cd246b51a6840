package org.migrationrunbooks.runbook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;

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
}
