package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody change anything about runs, through whichever door, where {@code runbooks.mode} is {@code observe}. What it does not
 * know is taken for a change.
 */
final class ObserveModeFilter extends OncePerRequestFilter {

    private static final String API = "/api/";
    private static final String DRY_RUNS = "/api/v1/plans/";
    /** One's own password is no matter of runs. */
    private static final String ME = "/api/v1/me/";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Problems problems;

    ObserveModeFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (changes(request.getMethod(), DecodedPath.of(request))) {
            problems.observeMode(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean changes(String method, String path) {
        if (READING.contains(method)) {
            return false;
        }
        if (path.startsWith(EngineEndpointFilter.REST)) {
            return !EngineEndpoints.leavesRunsAloneInRest(method, path.substring(EngineEndpointFilter.REST.length()));
        }
        if (path.startsWith(EngineEndpointFilter.WEBAPPS)) {
            return !EngineEndpoints.leavesRunsAloneInWebapps(
                    method, path.substring(EngineEndpointFilter.WEBAPPS.length()));
        }
        return path.startsWith(API) && !path.startsWith(DRY_RUNS) && !path.startsWith(ME);
    }
}
