package org.migrationrunbooks.security;

import java.util.Map;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Tells the audit of failed logins, by password or token; never what was given as the password. */
final class LoginAudit {

    /** Longer names are no names; they would only fill the audit. */
    private static final int LONGEST_NAME = 64;

    private final AuditTrail audit;

    LoginAudit(AuditTrail audit) {
        this.audit = audit;
    }

    @EventListener
    void on(AbstractAuthenticationFailureEvent event) {
        if (event.getException() instanceof ProviderNotFoundException) {
            // Said on top of the real reason: the checker of passwords does not know tokens.
            return;
        }
        Authentication attempt = event.getAuthentication();
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? details.getRemoteAddress()
                : "unknown";
        audit.append(new AuditEvent(
                AuditCode.LOGIN_FAILED,
                nameOf(attempt),
                null,
                "login",
                event.getException().getClass().getSimpleName(),
                Map.of("address", address)));
    }

    private static String nameOf(Authentication attempt) {
        // The name of a bearer token's attempt is the token itself.
        if (!(attempt instanceof UsernamePasswordAuthenticationToken)) {
            return "bearer of a token";
        }
        String name = attempt.getName();
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }
}
