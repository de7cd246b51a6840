package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.testing.StoppedClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;

/** 404 means that the way is free: the API itself is no part of this test. */
@SecurityTest
@DisplayName("A session in a browser")
class SessionLifeTest {

    private static final String FIRST = "F1rst-P4ssword";
    private static final String SECOND = "S3cond-P4ssword";
    private static final String API = "/api/v1/hosts";
    private static final String WEBAPP = "/camunda/api/engine/engine/default/user/count";

    @LocalServerPort
    private int port;

    @Autowired
    private IdentityService identity;

    @Autowired
    private SessionEnds ends;

    @BeforeEach
    void hire() {
        User person = identity.newUser("guest");
        person.setPassword(FIRST);
        identity.saveUser(person);
        identity.createMembership("guest", Role.ADMINISTRATORS.group());
    }

    @AfterEach
    void dismiss() {
        identity.deleteUser("guest");
    }

    @Test
    void endsWithThePasswordThatOpenedItButForTheOneInWhichItWasChanged() {
        Caller here = loggedIn();
        Caller elsewhere = loggedIn();
        open(here);
        open(elsewhere);

        HttpResponse<String> changed =
                here.submit("/password", "present=%s&wanted=%s&again=%s".formatted(FIRST, SECOND, SECOND));

        assertThat(changed.statusCode()).isEqualTo(302);
        open(here);
        shut(elsewhere);
        assertThat(elsewhere.logIn("guest", SECOND).headers().firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).doesNotContain("error"));
        open(elsewhere);
    }

    @Test
    void endsWhenSomebodyElseSetsThePassword() {
        Caller browser = loggedIn();
        open(browser);

        User person = identity.createUserQuery().userId("guest").singleResult();
        person.setPassword(SECOND);
        identity.saveUser(person);

        shut(browser);
    }

    @Test
    void endsWithThePerson() {
        Caller browser = loggedIn();
        open(browser);

        identity.deleteUser("guest");

        shut(browser);
    }

    @Test
    void endsWhereThePasswordWasChangedWhileItWasChecked() throws ServletException, IOException {
        SessionLife life = new SessionLife(ends, Clock.systemUTC(), Duration.ofHours(12));
        MockHttpServletRequest login = new MockHttpServletRequest("POST", "/login");
        FilterChain check = (request, response) -> {
            ends.end("guest");
            life.atLogin().onAuthentication(new TestingAuthenticationToken("guest", null), login, (HttpServletResponse)
                    response);
        };

        life.filter().doFilter(login, new MockHttpServletResponse(), check);

        HttpSession session = Objects.requireNonNull(login.getSession());
        assertThat(life.isOver(session, "guest")).isTrue();
        life.begin(session);
        assertThat(life.isOver(session, "guest")).isFalse();
    }

    @Test
    void endsAfterItsTimeWhateverIsAskedInIt() {
        StoppedClock clock = new StoppedClock();
        SessionLife life = new SessionLife(ends, clock, Duration.ofHours(12));
        MockHttpSession session = new MockHttpSession();
        assertThat(life.isOver(session, "nobody")).as("nobody has logged in").isTrue();

        life.begin(session);

        clock.pass(Duration.ofHours(12).minusSeconds(1));
        assertThat(life.isOver(session, "nobody")).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(life.isOver(session, "nobody")).isTrue();
    }

    private Caller loggedIn() {
        Caller browser = Caller.browser(port);
        browser.logIn("guest", FIRST);
        return browser;
    }

    private static void open(Caller browser) {
        assertThat(browser.get(API).statusCode()).isEqualTo(404);
        assertThat(browser.with("Accept", "application/json").get(WEBAPP).statusCode())
                .isEqualTo(200);
    }

    private static void shut(Caller browser) {
        assertThat(browser.get(API).statusCode()).isEqualTo(401);
        assertThat(browser.with("Accept", "application/json").get(WEBAPP).statusCode())
                .isEqualTo(401);
        assertThat(browser.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(302);
    }
}
