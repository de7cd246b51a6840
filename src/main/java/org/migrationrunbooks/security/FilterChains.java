package org.migrationrunbooks.security;

import static org.migrationrunbooks.security.Role.ADMINISTRATORS;
import static org.migrationrunbooks.security.Role.MONITORING;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.camunda.bpm.engine.ProcessEngine;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Three of the four doors: machines without sessions, probes and metrics, people with a browser. {@link PageChain} has the one for
 * scripts in their browsers. Nothing answers beside them.
 */
@Configuration(proxyBeanMethods = false)
class FilterChains {

    /** Where a browser goes that asked for no other page. */
    static final String HOME = "/camunda/app/cockpit/default/";

    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();

    /** Swagger UI styles itself inline; nothing comes from elsewhere. */
    private static final String CONTENT_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private final Problems problems;
    private final AuditTrail audit;
    private final ProcessEngine engine;
    private final boolean observes;

    FilterChains(
            ObjectMapper json, AuditTrail audit, ProcessEngine engine, @Value("${runbooks.mode:operate}") String mode) {
        this.problems = new Problems(json);
        this.audit = audit;
        this.engine = engine;
        this.observes = "observe".equalsIgnoreCase(mode);
    }

    @Bean
    @Order(2)
    SecurityFilterChain machines(HttpSecurity http, ObjectProvider<JwtDecoder> tokens, SecurityProperties properties)
            throws Exception {
        stateless(http, new OrRequestMatcher(DecodedPath.under("/api"), DecodedPath.under(EngineEndpointFilter.REST)))
                .authorizeHttpRequests(ApiRoles::rules)
                .addFilterAfter(new EngineEndpointFilter(problems, engine), AuthorizationFilter.class);
        observeOnly(http);
        JwtDecoder decoder = tokens.getIfAvailable();
        if (decoder != null) {
            http.oauth2ResourceServer(server -> server.authenticationEntryPoint(new MachineChallenge(problems))
                    .accessDeniedHandler((request, response, refusal) -> problems.forbidden(request, response))
                    .jwt(jwt ->
                            jwt.decoder(decoder).jwtAuthenticationConverter(new TokenPrincipal(properties.token()))));
        }
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain probes(HttpSecurity http) throws Exception {
        return stateless(http, DecodedPath.under("/actuator"))
                .authorizeHttpRequests(requests -> requests.requestMatchers(DecodedPath.under("/actuator/health"))
                        .permitAll()
                        .anyRequest()
                        .access(ApiRoles.roles(ADMINISTRATORS, MONITORING)))
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain browsers(HttpSecurity http, AuthenticationConfiguration authentication, SessionLife life)
            throws Exception {
        AuthenticationManager logins = authentication.getAuthenticationManager();
        RequestMatcher webapps = DecodedPath.under("/camunda");
        observeOnly(http);
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers(PATH.matcher("/error"), PATH.matcher("/favicon.ico"))
                                .permitAll()
                                .anyRequest()
                                .access(ApiRoles.people()))
                .formLogin(form -> form.defaultSuccessUrl(HOME))
                .sessionManagement(sessions -> sessions.addSessionAuthenticationStrategy(life.atLogin()))
                .logout(WebappSession::endWithTheWebapps)
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                // The web applications bring their own, and a second one would refuse what theirs allows.
                .csrf(csrf -> csrf.ignoringRequestMatchers(webapps))
                .headers(headers -> headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(
                                new NegatedRequestMatcher(webapps),
                                new ContentSecurityPolicyHeaderWriter(CONTENT_POLICY))))
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                                (request, response, e) -> problems.unauthorized(request, response),
                                DecodedPath.under(EngineEndpointFilter.WEBAPPS))
                        .defaultAccessDeniedHandlerFor(
                                (request, response, refusal) -> problems.forbidden(request, response),
                                DecodedPath.under(EngineEndpointFilter.WEBAPPS)))
                .addFilterBefore(WebappSession.login(engine, logins, life), UsernamePasswordAuthenticationFilter.class)
                .addFilterAfter(life.filter(), SecurityContextHolderFilter.class)
                .addFilterAfter(new SecurityAudit(audit), SecurityContextHolderFilter.class)
                .addFilterAfter(new EngineEndpointFilter(problems, engine), AuthorizationFilter.class)
                .build();
    }

    /** After the log-in a browser goes on to the page that it asked for; a script's call is not repeated, and needs no session. */
    private static HttpSessionRequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(new AndRequestMatcher(
                PATH.matcher(HttpMethod.GET, "/**"),
                new NegatedRequestMatcher(DecodedPath.under(EngineEndpointFilter.WEBAPPS)),
                request -> String.valueOf(request.getHeader("Accept")).contains("text/html")));
        return cache;
    }

    /** Behind the log-in, so that nobody learns from outside what this node may do. */
    private void observeOnly(HttpSecurity http) {
        if (observes) {
            http.addFilterAfter(new ObserveModeFilter(problems), AuthorizationFilter.class);
        }
    }

    private HttpSecurity stateless(HttpSecurity http, RequestMatcher door) throws Exception {
        return http.securityMatcher(door)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                // There is no cookie that another site could ride on.
                .csrf(AbstractHttpConfigurer::disable)
                .httpBasic(basic -> basic.authenticationEntryPoint(new MachineChallenge(problems)))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(new MachineChallenge(problems))
                        .accessDeniedHandler((request, response, refusal) -> problems.forbidden(request, response)))
                .addFilterAfter(new SecurityAudit(audit), SecurityContextHolderFilter.class);
    }
}
