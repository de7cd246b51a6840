package org.migrationrunbooks.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the audit of every answer 403, whoever gave it: the filter chains, the list of engine endpoints, the engine's own
 * authorizations or the REST API.
 */
final class SecurityAudit extends OncePerRequestFilter {

    private final AuditTrail audit;

    SecurityAudit(AuditTrail audit) {
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (response.getStatus() == HttpServletResponse.SC_FORBIDDEN && person != null) {
            audit.append(new AuditEvent(
                    AuditCode.ACCESS_REFUSED, person.getName(), null, DecodedPath.of(request), null, details(request)));
        }
    }

    private static Map<String, String> details(HttpServletRequest request) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("method", request.getMethod());
        details.put("address", request.getRemoteAddr());
        if (request.getAttribute(Problems.CODE) instanceof String code) {
            details.put("code", code);
        }
        return details;
    }
}
