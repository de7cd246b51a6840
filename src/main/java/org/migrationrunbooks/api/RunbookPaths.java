package org.migrationrunbooks.api;

import java.util.Arrays;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.ProblemCode;
import org.migrationrunbooks.runbook.RunbookKind;
import org.springframework.web.ErrorResponseException;

/** What stands in paths: a wrong one names something that does not exist. */
final class RunbookPaths {

    private RunbookPaths() {}

    static RunbookKind kind(String text) {
        return RunbookKind.of(text)
                .orElseThrow(() -> Problems.exception(
                        ProblemCode.RUNBOOK_KIND_UNKNOWN,
                        "There is no runbook '%s'.".formatted(text),
                        "There are %s."
                                .formatted(Arrays.stream(RunbookKind.values())
                                        .map(RunbookKind::key)
                                        .toList())));
    }

    static RunbookId id(String text) {
        try {
            return new RunbookId(text);
        } catch (IllegalArgumentException e) {
            throw unknown(text);
        }
    }

    static ErrorResponseException unknown(String id) {
        return Problems.exception(
                ProblemCode.RUNBOOK_UNKNOWN,
                "There is no run '%s'.".formatted(id),
                "List the runs under " + RunbookLinks.RUNBOOKS + ".");
    }
}
