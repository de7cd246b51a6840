package org.migrationrunbooks.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.migrationrunbooks.platform.UnknownPlatformException;
import org.migrationrunbooks.runbook.Problem;
import org.migrationrunbooks.runbook.ProblemCode;
import org.migrationrunbooks.runbook.ProblemException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers by a problem detail what was thrown by those who decide, by platforms, and by bugs. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemHandler {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(ProblemException refusal) {
        return answer(Problems.of(refusal.problem()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreachable(PlatformUnreachableException silence) {
        return answer(Problems.of(new Problem(
                ProblemCode.PLATFORM_UNREACHABLE,
                String.valueOf(silence.getMessage()),
                Problems.NOTHING_CHANGED,
                "Look at /api/v1/platforms, and try again when it answers.",
                null,
                List.of())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> lost(AnswerLostException loss) {
        return answer(Problems.write(
                RequestProblem.ANSWER_LOST.name(),
                RequestProblem.ANSWER_LOST.status(),
                String.valueOf(loss.getMessage()),
                "It is not known whether the platform has done it.",
                "Read it again before you repeat the request."));
    }

    @ExceptionHandler({UnknownInstanceException.class, UnknownPlatformException.class})
    ResponseEntity<ProblemDetail> unknown(RuntimeException unknown) {
        return answer(Problems.of(new Problem(
                unknown instanceof UnknownInstanceException
                        ? ProblemCode.INSTANCE_UNKNOWN
                        : ProblemCode.PLATFORM_UNKNOWN,
                String.valueOf(unknown.getMessage()),
                Problems.NOTHING_CHANGED,
                "Look it up under /api/v1/instances or /api/v1/platforms.",
                null,
                List.of())));
    }

    /** Who may come in is said, and recorded, by the filter chain. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void leftToTheFilterChain(RuntimeException refusal) {
        throw refusal;
    }

    /** A bug, or a part of ours that fails: the answer names the entry in the log and nothing else. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(Exception failure, HttpServletRequest request) {
        return answer(UnexpectedFailures.logged(failure, request.getMethod() + " " + request.getRequestURI()));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }
}
