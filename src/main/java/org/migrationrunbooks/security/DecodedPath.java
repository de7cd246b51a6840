package org.migrationrunbooks.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The path by which the container chose the servlet: decoded and normalised. Matching the raw URI would miss {@code
 * /%65ngine-rest}, and Spring's default matchers miss servlets that are not its own.
 */
final class DecodedPath {

    private DecodedPath() {}

    static String of(HttpServletRequest request) {
        String below = request.getPathInfo();
        return below == null ? request.getServletPath() : request.getServletPath() + below;
    }

    /** Matches the folder itself and everything below it. */
    static RequestMatcher under(String folder) {
        return request -> {
            String path = of(request);
            return path.equals(folder) || path.startsWith(folder + "/");
        };
    }
}
