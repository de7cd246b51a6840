package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session in which a person was logged in for too long, or before the person's sessions were ended. That nothing happens in it
 * for a while is no measure: an open page asks by itself every few seconds.
 */
final class SessionLife {

    private static final String BEGUN = SessionLife.class.getName() + ".begun";
    private static final String ARRIVED = SessionLife.class.getName() + ".arrived";

    private final SessionEnds ends;
    private final Clock clock;
    private final Duration maxAge;

    SessionLife(SessionEnds ends, Clock clock, Duration maxAge) {
        this.ends = ends;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    /** Notes each log-in, by when it was asked for: a password that is changed while it is checked ends the session that it opens. */
    SessionAuthenticationStrategy atLogin() {
        return (person, request, response) -> request.getSession().setAttribute(BEGUN, request.getAttribute(ARRIVED));
    }

    void begin(HttpSession session) {
        session.setAttribute(BEGUN, clock.instant());
    }

    /** Lets the session of this request go on, whose person has just shown the password and set another one. */
    void goOn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null && request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
            begin(session);
        }
    }

    boolean isOver(HttpSession session, String person) {
        if (!(session.getAttribute(BEGUN) instanceof Instant begun)) {
            return true;
        }
        return !clock.instant().isBefore(begun.plus(maxAge))
                || ends.of(person).filter(begun::isBefore).isPresent();
    }

    /** Right behind what reads the person of a session, and before all that logs a person in. */
    OncePerRequestFilter filter() {
        return new OncePerRequestFilter() {

            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                request.setAttribute(ARRIVED, clock.instant());
                HttpSession session = request.getSession(false);
                Authentication person = session == null
                        ? null
                        : SecurityContextHolder.getContext().getAuthentication();
                if (person != null && isOver(session, person.getName())) {
                    session.invalidate();
                    SecurityContextHolder.clearContext();
                }
                chain.doFilter(request, response);
            }
        };
    }
}
