package org.migrationrunbooks.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationDto;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Makes the log-in and log-out of the engine's web applications ours: their menu's log-out ends the one session that there is, and
 * the log-in that they then show, without loading a page, begins a new one.
 */
final class WebappSession {

    private static final String USER = "/camunda/api/admin/auth/user/default";

    private WebappSession() {}

    static void endWithTheWebapps(LogoutConfigurer<HttpSecurity> logout) {
        PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
        RequestMatcher ofWebapps = path.matcher(HttpMethod.POST, USER + "/logout");
        logout.logoutRequestMatcher(new OrRequestMatcher(path.matcher(HttpMethod.POST, "/logout"), ofWebapps))
                .defaultLogoutSuccessHandlerFor(new HttpStatusReturningLogoutSuccessHandler(), ofWebapps);
    }

    static UsernamePasswordAuthenticationFilter login(
            ProcessEngine engine, AuthenticationManager logins, SessionLife life) {
        UsernamePasswordAuthenticationFilter filter = new UsernamePasswordAuthenticationFilter(logins);
        filter.setRequiresAuthenticationRequestMatcher(
                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, USER + "/login/*"));
        filter.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        filter.setSessionAuthenticationStrategy(new CompositeSessionAuthenticationStrategy(
                List.of(new ChangeSessionIdAuthenticationStrategy(), life.atLogin())));
        filter.setAuthenticationSuccessHandler((request, response, person) -> greet(engine, person, request, response));
        filter.setAuthenticationFailureHandler(
                new AuthenticationEntryPointFailureHandler(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)));
        return filter;
    }

    /** What the web applications' own log-in would answer and remember. */
    private static void greet(
            ProcessEngine engine, Authentication person, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        UserAuthentication known = AuthenticationUtil.createAuthentication(engine, person.getName());
        if (known == null) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        AuthenticationUtil.getAuthsFromSession(request.getSession()).addOrReplace(known);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        new ObjectMapper().writeValue(response.getWriter(), AuthenticationDto.fromAuthentication(known));
    }
}
