package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands before the engine's endpoints, behind the login. */
final class EngineEndpointFilter extends OncePerRequestFilter {

    static final String REST = "/engine-rest";
    static final String WEBAPPS = "/camunda/api";

    private final Problems problems;

    private final int largestPage;

    EngineEndpointFilter(Problems problems, ProcessEngine engine) {
        this.problems = problems;
        this.largestPage =
                ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getQueryMaxResultsLimit();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> refusal = refusal(request.getMethod(), DecodedPath.of(request));
        if (refusal.isPresent()) {
            problems.engineEndpointRefused(request, response, refusal.get());
        } else {
            chain.doFilter(isOfTheEngine(request) ? BoundedQuery.of(request, largestPage) : request, response);
        }
    }

    private static boolean isOfTheEngine(HttpServletRequest request) {
        String path = DecodedPath.of(request);
        return path.startsWith(REST) || path.startsWith(WEBAPPS);
    }

    private static Optional<String> refusal(String method, String path) {
        if (path.startsWith(REST)) {
            return EngineEndpoints.refusalOfRest(method, path.substring(REST.length()));
        }
        if (path.startsWith(WEBAPPS)) {
            return EngineEndpoints.refusalOfWebapps(method, path.substring(WEBAPPS.length()));
        }
        return Optional.empty();
    }
}
