package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a person whose password somebody else has set do nothing but change it, whichever door they came through. It stands behind
 * all filter chains, so that none can be forgotten. Bearer tokens are no concern of it: their passwords are the issuer's.
 */
final class GivenPasswordFilter extends OncePerRequestFilter {

    /** What answers without login, too, and the ways to change the password. */
    private static final Set<String> OPEN =
            Set.of(PasswordPage.PATH, PasswordController.PATH, "/error", "/favicon.ico");

    private static final RequestMatcher HEALTH = DecodedPath.under("/actuator/health");

    /** Where programs call, who would not know what to do with a page. */
    private static final RequestMatcher PROGRAMS =
            new OrRequestMatcher(Stream.of("/api", EngineEndpointFilter.REST, EngineEndpointFilter.WEBAPPS, "/actuator")
                    .map(DecodedPath::under)
                    .toList());

    private final GivenPasswords passwords;
    private final Problems problems;

    GivenPasswordFilter(GivenPasswords passwords, Problems problems) {
        this.passwords = passwords;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOpen(request) || !isGiven(SecurityContextHolder.getContext().getAuthentication())) {
            chain.doFilter(request, response);
        } else if (isForPage(request)) {
            response.sendRedirect(request.getContextPath() + PasswordPage.PATH);
        } else {
            problems.passwordChangeRequired(request, response);
        }
    }

    private static boolean isOpen(HttpServletRequest request) {
        return OPEN.contains(DecodedPath.of(request)) || HEALTH.matches(request);
    }

    private boolean isGiven(Authentication person) {
        return person instanceof UsernamePasswordAuthenticationToken
                && person.isAuthenticated()
                && passwords.has(person.getName());
    }

    private static boolean isForPage(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                && !PROGRAMS.matches(request)
                && String.valueOf(request.getHeader("Accept")).contains(MediaType.TEXT_HTML_VALUE);
    }
}
