package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.engine.NodeTurns;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Time passes on the engine's clock. 404 means that the way is free. */
@SecurityTest
@DisplayName("Whoever gives wrong passwords")
class LockOutTest {

    private static final String RIGHT = "R1ght-P4ssword";

    @LocalServerPort
    private int port;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private IdentityService identity;

    @Autowired
    private ListenAddress address;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private RecordedAudit.Recorder audit;

    /** Stands still, so that a slow machine does not wait for longer than the test says. */
    private Instant now = Instant.now();

    @BeforeEach
    void addSomebody() {
        pass(Duration.ZERO);
        User person = identity.newUser("clumsy");
        person.setPassword(RIGHT);
        identity.saveUser(person);
        identity.createMembership("clumsy", Role.OPERATORS.group());
        audit.clear();
    }

    @AfterEach
    void removeThem() {
        ClockUtil.reset();
        identity.deleteUser("clumsy");
    }

    @Test
    void hasToWaitTwiceAsLongAfterEachOne() {
        for (int seconds : List.of(3, 6, 12)) {
            assertThat(status("wrong")).isEqualTo(401);
            pass(Duration.ofSeconds(seconds - 1));
            assertThat(identity.checkPassword("clumsy", "wrong"))
                    .as("not counted while waiting")
                    .isFalse();
            pass(Duration.ofSeconds(2));
        }

        assertThat(status(RIGHT)).isEqualTo(404);
        assertThat(audit.events(AuditCode.LOGIN_LOCKED)).isEmpty();
    }

    @Test
    void isLockedOutAfterTenAndTheAuditSaysSoOnce() {
        lock();

        pass(Duration.ofDays(30));
        assertThat(status(RIGHT)).isEqualTo(401);
        assertThat(audit.events(AuditCode.LOGIN_LOCKED)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo(AuditEvent.SYSTEM);
            assertThat(event.subject()).isEqualTo("person/clumsy");
        });
    }

    @Test
    void learnsNothingFromTheAnswers() {
        String wrong = refusal("clumsy", "wrong");
        String waiting = refusal("clumsy", RIGHT);
        lock();
        String locked = refusal("clumsy", RIGHT);

        assertThat(List.of(waiting, locked, refusal("nobody-of-that-name", RIGHT)))
                .containsOnly(wrong);
    }

    @Test
    void isUnlockedByAnAdministratorInTheAdminApplicationAndByNobodyElse() {
        lock();

        assertThat(unlockedBy("operator")).isEqualTo(403);
        assertThat(status(RIGHT)).isEqualTo(401);
        assertThat(unlockedBy("admin")).isEqualTo(204);

        assertThat(status(RIGHT)).isEqualTo(404);
        assertThat(audit.events(AuditCode.LOGIN_UNLOCKED)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("admin");
            assertThat(event.subject()).isEqualTo("person/clumsy");
        });
    }

    @Test
    void isUnlockedByARestartWhereItIsTheConfiguredAdministrator() {
        lock();
        Grants grants = new Grants(engine.getAuthorizationService());
        new AccessStartup(
                        new SecurityProperties(
                                false,
                                new SecurityProperties.Administrator("clumsy", "not-used"),
                                null,
                                Duration.ofHours(12),
                                new SecurityProperties.Token("name", "groups")),
                        address,
                        new SampleUsers(engine),
                        new People(identity),
                        grants,
                        new TaskFilters(engine.getFilterService(), engine.getTaskService(), grants),
                        new NodeTurns(engine.getProcessEngineConfiguration().getDataSource(), 1))
                .start();

        assertThat(status(RIGHT)).isEqualTo(404);
        assertThat(audit.events(AuditCode.LOGIN_UNLOCKED)).singleElement().satisfies(event -> assertThat(event.actor())
                .isEqualTo(AuditEvent.SYSTEM));
    }

    /** Else somebody with many connections had that many tries for one. */
    @Test
    void atTheSameTimeIsCountedForEachOfThem() {
        List<CompletableFuture<Boolean>> tries = transaction.execute(status -> {
            jdbc.sql("select id_ from act_id_user where id_ = 'clumsy' for update")
                    .query(String.class)
                    .single();
            List<CompletableFuture<Boolean>> begun = Stream.of("wrong", "false")
                    .map(password -> CompletableFuture.supplyAsync(() -> identity.checkPassword("clumsy", password)))
                    .toList();
            Awaitility.await("both to be judged and not yet counted")
                    .pollInterval(Duration.ofMillis(5))
                    .until(() ->
                            jdbc.sql("select count(*) from information_schema.sessions where blocker_id is not null")
                                            .query(Long.class)
                                            .single()
                                    == 2);
            return begun;
        });

        assertThat(tries).isNotNull().allSatisfy(one -> assertThat(one.join()).isFalse());
        UserEntity person =
                (UserEntity) identity.createUserQuery().userId("clumsy").singleResult();
        assertThat(person.getAttempts()).isEqualTo(2);
    }

    private void lock() {
        UserEntity person =
                (UserEntity) identity.createUserQuery().userId("clumsy").singleResult();
        for (int tries = person.getAttempts(); tries < PeopleRules.TRIES; tries++) {
            pass(Duration.ofMinutes(5));
            assertThat(status("wrong")).isEqualTo(401);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        ClockUtil.setCurrentTime(Date.from(now));
    }

    private int status(String password) {
        return Caller.anonymous(port)
                .as("clumsy", password)
                .get("/api/v1/hosts")
                .statusCode();
    }

    private String refusal(String name, String password) {
        HttpResponse<String> answer = Caller.anonymous(port).as(name, password).get("/api/v1/hosts");
        assertThat(answer.statusCode()).isEqualTo(401);
        return answer.body();
    }

    private int unlockedBy(String person) {
        Caller browser = Caller.browser(port);
        browser.logIn(person, person);
        String token = browser.get("/camunda/app/cockpit/default/")
                .headers()
                .firstValue("X-XSRF-TOKEN")
                .orElseThrow();
        return browser.with("X-XSRF-TOKEN", token)
                .post("/camunda/api/engine/engine/default/user/clumsy/unlock", "")
                .statusCode();
    }
}
