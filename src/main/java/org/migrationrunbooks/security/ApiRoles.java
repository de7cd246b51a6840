package org.migrationrunbooks.security;

import static org.migrationrunbooks.security.Role.ADMINISTRATORS;
import static org.migrationrunbooks.security.Role.APPROVERS;
import static org.migrationrunbooks.security.Role.AUDITORS;
import static org.migrationrunbooks.security.Role.OPERATORS;

import java.util.Arrays;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Which role opens which address of the REST API, whichever door the request came through. */
final class ApiRoles {

    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();

    private ApiRoles() {}

    static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(
                        PATH.matcher(HttpMethod.GET, "/api/v1/audit/**"),
                        PATH.matcher(HttpMethod.GET, "/api/v1/reviews/**"))
                .access(roles(AUDITORS, ADMINISTRATORS))
                .requestMatchers(PATH.matcher(HttpMethod.POST, "/api/v1/reviews/*/sign-offs"))
                .access(roles(AUDITORS))
                .requestMatchers(PATH.matcher(HttpMethod.GET, "/api/**"), DecodedPath.under(EngineEndpointFilter.REST))
                .access(people())
                .requestMatchers(
                        PATH.matcher(HttpMethod.POST, "/api/v1/runbooks/*/approvals"),
                        PATH.matcher("/api/v1/runbooks/*/assignee"))
                .access(roles(APPROVERS))
                .requestMatchers(PATH.matcher(HttpMethod.POST, "/api/v1/runbooks/*/attestations"))
                .access(roles(OPERATORS, APPROVERS, ADMINISTRATORS))
                .requestMatchers(PATH.matcher(HttpMethod.POST, "/api/v1/runbooks/**"))
                .access(roles(OPERATORS, ADMINISTRATORS))
                .requestMatchers(PATH.matcher(HttpMethod.POST, PasswordController.PATH))
                .authenticated()
                .requestMatchers(PATH.matcher(HttpMethod.PUT, "/api/v1/brake"))
                .access(roles(OPERATORS, ADMINISTRATORS))
                .requestMatchers(PATH.matcher(HttpMethod.POST, "/api/v1/plans/*"))
                .access(roles(OPERATORS, APPROVERS, ADMINISTRATORS))
                .anyRequest()
                .access(roles(ADMINISTRATORS));
    }

    /** Everybody but machines that read metrics. */
    static AuthorizationManager<RequestAuthorizationContext> people() {
        return roles(OPERATORS, APPROVERS, AUDITORS, ADMINISTRATORS);
    }

    static AuthorizationManager<RequestAuthorizationContext> roles(Role... roles) {
        return AuthorityAuthorizationManager.hasAnyRole(
                Arrays.stream(roles).map(Role::group).toArray(String[]::new));
    }
}
