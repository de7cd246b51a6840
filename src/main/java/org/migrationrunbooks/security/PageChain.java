package org.migrationrunbooks.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import org.camunda.bpm.engine.ProcessEngine;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The fourth door: pages in the web applications call the REST API with the session that the person has there. The roles are those
 * of machines; on top of them every change shows the token that only a page of ours can read.
 */
@Configuration(proxyBeanMethods = false)
class PageChain {

    private static final RequestMatcher API = DecodedPath.under("/api");

    @Bean
    @Order(1)
    SecurityFilterChain pages(
            HttpSecurity http,
            ObjectMapper json,
            AuditTrail audit,
            ProcessEngine engine,
            SessionLife life,
            @Value("${runbooks.mode:operate}") String mode)
            throws Exception {
        Problems problems = new Problems(json);
        http.securityMatcher(PageChain::isOfAPage)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(new WebappTokens())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler()))
                .authorizeHttpRequests(ApiRoles::rules)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(new MachineChallenge(problems))
                        .accessDeniedHandler((request, response, refusal) -> {
                            if (refusal instanceof CsrfException) {
                                problems.pageTokenRefused(request, response);
                            } else {
                                problems.forbidden(request, response);
                            }
                        }))
                .addFilterAfter(life.filter(), SecurityContextHolderFilter.class)
                .addFilterAfter(
                        new SessionPerson(new EngineLogin(engine.getIdentityService())),
                        SecurityContextHolderFilter.class)
                .addFilterAfter(new SecurityAudit(audit), SecurityContextHolderFilter.class);
        if ("observe".equalsIgnoreCase(mode)) {
            http.addFilterAfter(new ObserveModeFilter(problems), AuthorizationFilter.class);
        }
        return http.build();
    }

    /** Whoever sends a password or a token means that one, even from a browser that is logged in. */
    private static boolean isOfAPage(HttpServletRequest request) {
        return API.matches(request)
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && request.getSession(false) != null;
    }
}
