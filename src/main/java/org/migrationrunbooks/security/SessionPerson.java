package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks the engine who the person of a session is now. A session may be hours old: whoever was deleted since is let in no more, and
 * whoever lost a role has lost it.
 */
final class SessionPerson extends OncePerRequestFilter {

    private final EngineLogin people;

    SessionPerson(EngineLogin people) {
        this.people = people;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication then = SecurityContextHolder.getContext().getAuthentication();
        if (then != null) {
            SecurityContext now = SecurityContextHolder.createEmptyContext();
            people.asOfNow(then.getName()).ifPresent(now::setAuthentication);
            SecurityContextHolder.setContext(now);
        }
        chain.doFilter(request, response);
    }
}
