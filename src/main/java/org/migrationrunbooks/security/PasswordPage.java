package org.migrationrunbooks.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.HtmlUtils;

/** The page on which a person changes the password; it looks like the log-in before it and needs no script. */
@Controller
class PasswordPage {

    static final String PATH = "/password";

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Change your password</title>
            <link rel="stylesheet" href="/default-ui.css">
            </head>
            <body>
            <main class="content">
            <form class="login-form" method="post" action="/password">
            <h2>Change your password</h2>
            %s<p>%s, somebody else has set your password, or you want another one. Choose one that only you know.</p>
            <p><label for="present">Present password</label>
            <input type="password" id="present" name="present" required autofocus autocomplete="current-password"></p>
            <p><label for="wanted">New password</label>
            <input type="password" id="wanted" name="wanted" required autocomplete="new-password" aria-describedby="rules"></p>
            <p id="rules">%s</p>
            <p><label for="again">New password, once more</label>
            <input type="password" id="again" name="again" required autocomplete="new-password"></p>
            <input type="hidden" name="%s" value="%s">
            <button type="submit" class="primary">Change it</button>
            </form>
            </main>
            </body>
            </html>
            """;

    private static final String COMPLAINT = "<div class=\"alert alert-danger\" role=\"alert\">%s</div>\n";

    private final OwnPassword own;
    private final SessionLife life;

    PasswordPage(OwnPassword own, SessionLife life) {
        this.own = own;
        this.life = life;
    }

    @GetMapping(PATH)
    ResponseEntity<String> show(Authentication person, CsrfToken token) {
        return page(HttpStatus.OK, "", person, token);
    }

    @PostMapping(PATH)
    ResponseEntity<String> change(
            @RequestParam String present,
            @RequestParam String wanted,
            @RequestParam String again,
            Authentication person,
            CsrfToken token,
            HttpServletRequest request) {
        if (!wanted.equals(again)) {
            return page(HttpStatus.UNPROCESSABLE_ENTITY, "The two new passwords are not the same.", person, token);
        }
        return switch (own.change(person, present, wanted)) {
            case CHANGED -> done(request);
            case WRONG -> page(HttpStatus.FORBIDDEN, Problems.PASSWORD_WRONG, person, token);
            case UNCHANGED -> page(HttpStatus.UNPROCESSABLE_ENTITY, Problems.PASSWORD_UNCHANGED, person, token);
            case TOO_WEAK -> page(HttpStatus.UNPROCESSABLE_ENTITY, Problems.PASSWORD_TOO_WEAK, person, token);
            case KEPT_ELSEWHERE -> page(HttpStatus.CONFLICT, Problems.PASSWORD_KEPT_ELSEWHERE, person, token);
        };
    }

    private ResponseEntity<String> done(HttpServletRequest request) {
        request.changeSessionId();
        life.goOn(request);
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, FilterChains.HOME)
                .build();
    }

    private static ResponseEntity<String> page(
            HttpStatus status, String complaint, Authentication person, CsrfToken token) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .body(PAGE.formatted(
                        complaint.isEmpty() ? "" : COMPLAINT.formatted(HtmlUtils.htmlEscape(complaint)),
                        HtmlUtils.htmlEscape(person.getName()),
                        HtmlUtils.htmlEscape(Problems.PASSWORD_RULES),
                        HtmlUtils.htmlEscape(token.getParameterName()),
                        HtmlUtils.htmlEscape(token.getToken())));
    }
}
