package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Lets the policy of a page of the web applications allow the scripts of that page. The engine draws a nonce for each answer, and keeps
 * the last one for the whole server (attribute {@code org.camunda.bpm.csp.nonce} of the servlet context, version 7.24); where another
 * answer comes in between, header and page differ, the browser loads no script, and the person sees an empty page. What stands in the
 * page counts; both are of the same source and as hard to guess.
 */
final class PageNonceFilter extends OncePerRequestFilter {

    private static final String POLICY = "Content-Security-Policy";
    private static final Pattern PAGE = Pattern.compile("/camunda/app/[^/]+/([^/]+/)?");
    private static final Pattern OF_PAGE = Pattern.compile("nonce=\"([\\w-]+)\"");
    private static final Pattern OF_POLICY = Pattern.compile("'nonce-[\\w-]+'");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PAGE.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, page);
        String policy = page.getHeader(POLICY);
        Matcher nonce = OF_PAGE.matcher(new String(page.getContentAsByteArray(), StandardCharsets.UTF_8));
        if (policy != null && nonce.find()) {
            page.setHeader(POLICY, OF_POLICY.matcher(policy).replaceAll("'nonce-" + nonce.group(1) + "'"));
        }
        page.copyBodyToResponse();
    }
}
