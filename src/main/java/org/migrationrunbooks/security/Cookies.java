package org.migrationrunbooks.security;

import jakarta.servlet.ServletContext;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Lets cookies travel encrypted only, unless the application serves nobody but its own machine. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Cookies implements ServletContextInitializer {

    private final ListenAddress address;
    private final CamundaBpmProperties webapps;

    Cookies(ListenAddress address, CamundaBpmProperties webapps) {
        this.address = address;
        this.webapps = webapps;
    }

    @Override
    public void onStartup(ServletContext context) {
        context.getSessionCookieConfig().setHttpOnly(true);
        if (!address.isLoopback()) {
            context.getSessionCookieConfig().setSecure(true);
            webapps.getWebapp().getSessionCookie().setEnableSecureCookie(true);
            webapps.getWebapp().getCsrf().setEnableSecureCookie(true);
        }
    }
}
