package org.migrationrunbooks.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.engine.NodeTurns;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationProvider;

/** Puts together who may come in; the doors themselves are in {@link FilterChains}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    /** The letters {@code mr_seed}. */
    private static final long SEEDING = 0x6d725f73656564L;

    /** Right behind Spring Security's own filter, which is at -100. */
    private static final int BEHIND_SPRING_SECURITY = -99;

    @Bean
    AuthenticationProvider engineLogin(ProcessEngine engine) {
        return new EngineLogin(engine.getIdentityService());
    }

    @Bean
    LoginAudit loginAudit(AuditTrail audit) {
        return new LoginAudit(audit);
    }

    @Bean
    ListenAddress listenAddress(ServerProperties server, ManagementServerProperties management) {
        return new ListenAddress(server, management);
    }

    @Bean
    Cookies cookies(ListenAddress address, CamundaBpmProperties webapps) {
        return new Cookies(address, webapps);
    }

    @Bean
    AccessStartup accessStartup(
            SecurityProperties properties, ListenAddress address, ProcessEngine engine, DataSource dataSource) {
        Grants grants = new Grants(engine.getAuthorizationService());
        return new AccessStartup(
                properties,
                address,
                new SampleUsers(engine),
                new People(engine.getIdentityService()),
                grants,
                new TaskFilters(engine.getFilterService(), engine.getTaskService(), grants),
                new NodeTurns(dataSource, SEEDING));
    }

    @Bean
    Problems securityProblems(ObjectMapper json) {
        return new Problems(json);
    }

    @Bean
    OwnPassword ownPassword(ProcessEngine engine) {
        return new OwnPassword(engine.getIdentityService());
    }

    @Bean
    GivenPasswords givenPasswords(JdbcClient database, Clock clock) {
        return new GivenPasswords(database, clock);
    }

    @Bean
    SessionEnds sessionEnds(JdbcClient database, Clock clock) {
        return new SessionEnds(database, clock);
    }

    @Bean
    SessionLife sessionLife(SessionEnds ends, Clock clock, SecurityProperties properties) {
        return new SessionLife(ends, clock, properties.sessionMaxAge());
    }

    @Bean
    ProcessEnginePlugin peopleOfTheEngine(
            JdbcClient database, GivenPasswords passwords, SessionEnds sessions, AuditTrail audit) {
        return new PeopleRules(new AuditedIdentities.Factory(database, passwords, sessions, audit));
    }

    @Bean
    FilterRegistrationBean<PlainSpellingFilter> plainSpelling() {
        FilterRegistrationBean<PlainSpellingFilter> registration =
                new FilterRegistrationBean<>(new PlainSpellingFilter());
        registration.setOrder(BEHIND_SPRING_SECURITY - 2);
        return registration;
    }

    @Bean
    FilterRegistrationBean<PageNonceFilter> pageNonce() {
        FilterRegistrationBean<PageNonceFilter> registration = new FilterRegistrationBean<>(new PageNonceFilter());
        registration.setOrder(BEHIND_SPRING_SECURITY - 3);
        return registration;
    }

    @Bean
    FilterRegistrationBean<GivenPasswordFilter> givenPassword(
            SecurityProperties properties, ListenAddress address, GivenPasswords passwords, Problems problems) {
        FilterRegistrationBean<GivenPasswordFilter> registration =
                new FilterRegistrationBean<>(new GivenPasswordFilter(passwords, problems));
        registration.setOrder(BEHIND_SPRING_SECURITY);
        registration.setEnabled(properties.changesGivenPasswords(address));
        return registration;
    }

    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> principalOfWebapps() {
        return behindSpringSecurity(new ContainerBasedAuthenticationFilter(), "/camunda/app/*", "/camunda/api/*");
    }

    @Bean
    FilterRegistrationBean<ProcessEngineAuthenticationFilter> principalOfRest() {
        return behindSpringSecurity(new ProcessEngineAuthenticationFilter(), "/engine-rest/*");
    }

    private static <T extends Filter> FilterRegistrationBean<T> behindSpringSecurity(T filter, String... paths) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.setInitParameters(Map.of(
                ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM, EnginePrincipal.class.getName()));
        registration.addUrlPatterns(paths);
        registration.setOrder(BEHIND_SPRING_SECURITY + 1);
        return registration;
    }
}
