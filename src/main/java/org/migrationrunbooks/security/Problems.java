package org.migrationrunbooks.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers refusals as problem details (RFC 9457), in the shape that the REST API uses. */
final class Problems {

    /** The code of the refusal, for the audit. */
    static final String CODE = Problems.class.getName() + ".code";

    static final String PASSWORD_WRONG = "The present password is wrong, or too many tries came before.";
    static final String PASSWORD_UNCHANGED = "The new password is the present one.";
    static final String PASSWORD_TOO_WEAK = "The new password is too weak.";
    static final String PASSWORD_KEPT_ELSEWHERE = "Your password is kept by whoever issues your tokens.";
    static final String PASSWORD_RULES =
            "At least 10 characters, with a digit, a small letter, a capital letter and another"
                    + " sign, and without your name or mail address.";

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    void unauthorized(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                "UNAUTHORIZED",
                "This address is for people and machines that have logged in.",
                "Send name and password with HTTP Basic, or a bearer token where an issuer is configured.");
    }

    void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "FORBIDDEN",
                "Your roles do not allow %s %s.".formatted(request.getMethod(), DecodedPath.of(request)),
                "Ask somebody who has the role, or an administrator to give it to you.");
    }

    void pageTokenRefused(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "PAGE_TOKEN_REFUSED",
                "%s %s came with a browser's session but without the token of its pages; another site may have sent it."
                        .formatted(request.getMethod(), DecodedPath.of(request)),
                "Load the page again and repeat it there. Scripts send name and password, or a bearer token.");
    }

    void engineEndpointRefused(HttpServletRequest request, HttpServletResponse response, String next)
            throws IOException {
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "ENGINE_ENDPOINT_REFUSED",
                "%s %s would go around the approvals and claims of the runbooks; it is refused to everybody."
                        .formatted(request.getMethod(), DecodedPath.of(request)),
                next);
    }

    void observeMode(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.CONFLICT,
                "OBSERVE_MODE",
                "This node observes only (runbooks.mode=observe); %s %s would change something."
                        .formatted(request.getMethod(), DecodedPath.of(request)),
                "Reading and dry runs work. Ask a node that operates, or whoever has set the mode.");
    }

    void passwordChangeRequired(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "PASSWORD_CHANGE_REQUIRED",
                "Somebody else has set your password. Until you change it, it opens nothing else.",
                "Change it at %s in a browser, or with POST %s and {\"present\": …, \"wanted\": …}."
                        .formatted(PasswordPage.PATH, PasswordController.PATH));
    }

    void passwordWrong(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "PASSWORD_WRONG",
                PASSWORD_WRONG,
                "Wait before you try again, or ask an administrator to unlock you or to set another password.");
    }

    void passwordUnchanged(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.UNPROCESSABLE_ENTITY,
                "PASSWORD_UNCHANGED",
                PASSWORD_UNCHANGED,
                "Choose one that only you know.");
    }

    void passwordTooWeak(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.UNPROCESSABLE_ENTITY,
                "PASSWORD_TOO_WEAK",
                PASSWORD_TOO_WEAK,
                PASSWORD_RULES);
    }

    void passwordKeptElsewhere(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                HttpStatus.CONFLICT,
                "PASSWORD_KEPT_ELSEWHERE",
                PASSWORD_KEPT_ELSEWHERE,
                "Change it there.");
    }

    private void write(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatus status,
            String code,
            String detail,
            String next)
            throws IOException {
        request.setAttribute(CODE, code);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put(
                "type",
                "urn:migration-runbooks:problem:"
                        + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        problem.put("code", code);
        problem.put("state", "Nothing was changed.");
        problem.put("next", next);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        // Not flushed here, so that the audit tells it before the caller reads it.
        response.getWriter().write(json.writeValueAsString(problem));
    }
}
