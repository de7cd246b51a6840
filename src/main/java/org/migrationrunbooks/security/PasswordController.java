package org.migrationrunbooks.security;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Changes one's own password, for those who have no browser at hand; {@link PasswordPage} is for those who have. */
@RestController
@Tag(name = "People")
class PasswordController {

    static final String PATH = "/api/v1/me/password";

    private final OwnPassword own;
    private final SessionLife life;
    private final Problems problems;

    PasswordController(OwnPassword own, SessionLife life, Problems problems) {
        this.own = own;
        this.life = life;
        this.problems = problems;
    }

    /**
     * A wish for another password.
     *
     * @param present the one that counts now
     * @param wanted the one that shall count
     */
    record PasswordBody(
            @NotBlank(message = "is missing") String present, @NotBlank(message = "is missing") String wanted) {

        @Override
        public String toString() {
            return "PasswordBody";
        }
    }

    @PostMapping(PATH)
    @Operation(
            summary = "Change one's own password",
            description =
                    "Needed before anything else where somebody else has set it and others can reach the application")
    void change(
            @Valid @RequestBody PasswordBody body,
            Authentication person,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        switch (own.change(person, body.present(), body.wanted())) {
            case CHANGED -> {
                life.goOn(request);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            case WRONG -> problems.passwordWrong(request, response);
            case UNCHANGED -> problems.passwordUnchanged(request, response);
            case TOO_WEAK -> problems.passwordTooWeak(request, response);
            case KEPT_ELSEWHERE -> problems.passwordKeptElsewhere(request, response);
        }
    }
}
