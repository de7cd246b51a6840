package org.migrationrunbooks.api;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Problem;
import org.migrationrunbooks.runbook.ProblemCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Problem details (RFC 9457) as this API writes them. Beside the standard members there are {@code code} (stable, the last part of
 * {@code type} in capitals), {@code state} (what state things are in now), {@code next} (what to do), {@code reasons} (a line each,
 * where there are several) and {@code links.runbook} (the run that stands in the way).
 */
final class Problems {

    static final String NOTHING_CHANGED = "Nothing was changed.";

    private static final String TYPE = "urn:migration-runbooks:problem:";

    private Problems() {}

    static ProblemDetail of(Problem problem) {
        ProblemDetail detail = write(
                problem.code().name(), problem.code().status(), problem.detail(), problem.state(), problem.next());
        RunbookId other = problem.other();
        if (other != null) {
            detail.setProperty("links", Map.of("runbook", RunbookLinks.self(other)));
        }
        return reasons(detail, problem.reasons());
    }

    /** A problem of the request itself; nothing was changed by it. */
    static ProblemDetail of(RequestProblem code, String detail, String next) {
        return write(code.name(), code.status(), detail, NOTHING_CHANGED, next);
    }

    static ProblemDetail of(RequestProblem code, String detail, String next, List<String> reasons) {
        return reasons(of(code, detail, next), reasons);
    }

    /** A problem that is only known by its HTTP status. */
    static ProblemDetail of(HttpStatusCode status, @Nullable String detail) {
        return write(
                code(status),
                status.value(),
                detail == null ? "The request was answered with status " + status.value() + "." : detail,
                NOTHING_CHANGED,
                "See the description of the API under /v3/api-docs.");
    }

    private static String code(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> RequestProblem.PATH_UNKNOWN.name();
            case 500 -> RequestProblem.INTERNAL_ERROR.name();
            default -> status instanceof HttpStatus known ? known.name() : "HTTP_" + status.value();
        };
    }

    /** The members as a map, for those who cannot answer with the object. */
    static Map<String, Object> members(ProblemDetail problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.getType());
        members.put("title", String.valueOf(problem.getTitle()));
        members.put("status", problem.getStatus());
        members.put("detail", String.valueOf(problem.getDetail()));
        members.putAll(Objects.requireNonNullElse(problem.getProperties(), Map.of()));
        return members;
    }

    static ProblemDetail write(String code, int status, String detail, String state, String next) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
        problem.setType(URI.create(TYPE + code.toLowerCase(Locale.ROOT).replace('_', '-')));
        problem.setTitle(title(code));
        problem.setProperty("code", code);
        problem.setProperty("state", state);
        problem.setProperty("next", next);
        return problem;
    }

    static ErrorResponseException exception(RequestProblem code, String detail, String next) {
        return exception(of(code, detail, next));
    }

    static ErrorResponseException exception(ProblemCode code, String detail, String next) {
        return exception(of(new Problem(code, detail, NOTHING_CHANGED, next, null, List.of())));
    }

    static ErrorResponseException exception(Problem problem) {
        return exception(of(problem));
    }

    private static ErrorResponseException exception(ProblemDetail problem) {
        return new ErrorResponseException(HttpStatusCode.valueOf(problem.getStatus()), problem, null);
    }

    private static ProblemDetail reasons(ProblemDetail problem, List<String> reasons) {
        if (!reasons.isEmpty()) {
            problem.setProperty("reasons", reasons);
        }
        return problem;
    }

    private static String title(String code) {
        return code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
