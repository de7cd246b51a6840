package org.migrationrunbooks.security;

import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;

/** Puts together who may come in; the doors themselves are in {@link FilterChains}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

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
    AccessStartup accessStartup(SecurityProperties properties, ListenAddress address, ProcessEngine engine) {
        Grants grants = new Grants(engine.getAuthorizationService());
        return new AccessStartup(
                properties,
                address,
                new SampleUsers(engine),
                new People(engine.getIdentityService()),
                grants,
                new TaskFilters(engine.getFilterService(), engine.getTaskService(), grants));
    }

    /** Administrators have what the engine asks its own administrators' group for, such as reading its tables' sizes. */
    @Bean
    ProcessEnginePlugin administratorsOfTheEngine() {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.setAdminGroups(new ArrayList<>(List.of(Role.ADMINISTRATORS.group())));
            }
        };
    }

    @Bean
    FilterRegistrationBean<PlainSpellingFilter> plainSpelling() {
        FilterRegistrationBean<PlainSpellingFilter> registration =
                new FilterRegistrationBean<>(new PlainSpellingFilter());
        registration.setOrder(BEHIND_SPRING_SECURITY - 2);
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
        registration.setOrder(BEHIND_SPRING_SECURITY);
        return registration;
    }
}
