package org.migrationrunbooks.security;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The list of the engine's raw endpoints that are let through: reading, work on user tasks, retries of failed jobs. All others,
 * also those that a later version of the engine may add, are refused to everybody, since each goes around a gate.
 */
final class EngineEndpoints {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Queries that carry their criteria in a body. */
    private static final Pattern QUERIES = Pattern.compile("POST /(?:"
            + "(?:execution|external-task|group|job|job-definition|process-instance|task|variable-instance"
            + "|history/(?:activity-instance|external-task-log|job-log|process-instance|task|variable-instance))(?:/count)?"
            + "|history/detail"
            + "|filter/[^/]+/(?:count|list|singleResult))");

    private static final Pattern WORK = Pattern.compile(
            "POST /task/[^/]+/(?:claim|unclaim|complete|submit-form|comment/create)" + "|PUT /job/[^/]+/retries");

    /** What administrators do in the Admin application; the engine's grants keep others to their own profile. */
    private static final Pattern PEOPLE = Pattern.compile("POST /(?:user/create|group/create|user/[^/]+/unlock"
            + "|identity/password-policy)"
            + "|PUT /user/[^/]+/(?:profile|credentials)"
            + "|(?:PUT|DELETE) /(?:group/[^/]+(?:/members/[^/]+)?)"
            + "|DELETE /user/[^/]+");

    /** Queries of Cockpit's own plugin; it spells some with a slash at the end. */
    private static final Pattern COCKPIT_QUERIES = Pattern.compile("POST /cockpit/plugin/base/default/(?:"
            + "(?:incident|process-instance)(?:/count)?"
            + "|process-definition/[^/]+/called-process-definitions"
            + "|process-instance/[^/]+/called-process-instances)/?");

    private static final Pattern NAMED_ENGINE = Pattern.compile("^/engine/default(?=/)");

    private static final List<Hint> HINTS = List.of(
            new Hint(
                    "/process-definition/.+/(?:start|submit-form)",
                    "Start a runbook with POST /api/v1/runbooks/{kind}."),
            new Hint("/deployment.*", "Processes are deployed from their folder when the application starts."),
            new Hint(
                    "/process-instance/.+|/message|/signal|/modification/.+|/migration/.+",
                    "Ask a run to stop with POST /api/v1/runbooks/{id}/cancel."),
            new Hint(
                    "/external-task/.+|/job.*",
                    "Try a failed step again with POST /api/v1/runbooks/{id}/retry or PUT /job/{id}/retries."));

    private EngineEndpoints() {}

    /**
     * Judges a call of {@code /engine-rest}.
     *
     * @param path decoded, below {@code /engine-rest}
     * @return what to do instead, where the call is refused
     */
    static Optional<String> refusalOfRest(String method, String path) {
        return refusal(method, path, List.of(QUERIES, WORK));
    }

    /**
     * Judges a call of the web applications' interface, which has a second door to the same endpoints.
     *
     * @param path decoded, below {@code /camunda/api}
     */
    static Optional<String> refusalOfWebapps(String method, String path) {
        if (path.startsWith("/engine/")) {
            return refusal(method, path.substring("/engine".length()), List.of(QUERIES, WORK, PEOPLE));
        }
        return refusal(method, path, List.of(COCKPIT_QUERIES));
    }

    /** Whether a call of {@code /engine-rest} that changes something changes no run. */
    static boolean leavesRunsAloneInRest(String method, String path) {
        return refusal(method, path, List.of(QUERIES)).isEmpty();
    }

    /** Whether a call of the web applications' interface that changes something changes no run; people may be administered. */
    static boolean leavesRunsAloneInWebapps(String method, String path) {
        return path.startsWith("/engine/")
                ? refusal(method, path.substring("/engine".length()), List.of(QUERIES, PEOPLE))
                        .isEmpty()
                : refusal(method, path, List.of(COCKPIT_QUERIES)).isEmpty();
    }

    private static Optional<String> refusal(String method, String path, List<Pattern> allowed) {
        if (READING.contains(method)) {
            return Optional.empty();
        }
        String endpoint = NAMED_ENGINE.matcher(path).replaceFirst("");
        String call = method + " " + endpoint;
        if (allowed.stream().anyMatch(pattern -> pattern.matcher(call).matches())) {
            return Optional.empty();
        }
        return Optional.of(HINTS.stream()
                .filter(hint -> hint.path().matcher(endpoint).matches())
                .map(Hint::next)
                .findFirst()
                .orElse("Here the engine answers queries and takes work on user tasks; /api/v1 changes runbooks."));
    }

    private record Hint(Pattern path, String next) {

        Hint(String path, String next) {
            this(Pattern.compile(path), next);
        }
    }
}
