package org.migrationrunbooks.api;

import java.util.UUID;
import org.springframework.http.ProblemDetail;

/** Failures that no answer explains: the log gets everything, the client an id to find it by. */
final class UnexpectedFailures {

    private static final System.Logger LOG = System.getLogger(UnexpectedFailures.class.getName());

    private UnexpectedFailures() {}

    static ProblemDetail logged(Exception failure, String request) {
        String id = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "error " + id + " at " + request, failure);
        ProblemDetail problem = Problems.write(
                RequestProblem.INTERNAL_ERROR.name(),
                RequestProblem.INTERNAL_ERROR.status(),
                "The application failed. Its log has the details under " + id + ".",
                "Whether anything was changed has to be read; with the same Idempotency-Key a start can be repeated.",
                "Give this id to whoever runs the application.");
        problem.setProperty("errorId", id);
        return problem;
    }
}
