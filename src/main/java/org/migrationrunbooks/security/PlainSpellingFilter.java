package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request that spells the engine's addresses in an unusual way, such as {@code //engine-rest} or {@code
 * /%65ngine-rest}. No client does that, and Spring, which parses the raw address, would answer with an internal error.
 */
final class PlainSpellingFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean ofTheEngine = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH;
        String folder = request.getContextPath() + request.getServletPath();
        String address = request.getRequestURI();
        if (ofTheEngine && !address.equals(folder) && !address.startsWith(folder + "/")) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }
}
