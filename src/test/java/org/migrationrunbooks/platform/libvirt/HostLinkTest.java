package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** Against the driver that libvirt's client library has built in for tests; without the library there is nothing to test. */
@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class HostLinkTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final AtomicInteger opened = new AtomicInteger();
    private final HostLink link = new HostLink("node-a", this::open, TIMEOUT);
    private volatile boolean openingHangs;
    private volatile boolean openingFails;

    private Connection open() {
        opened.incrementAndGet();
        if (openingHangs) {
            hang();
        }
        if (openingFails) {
            throw new PlatformUnreachableException("nobody listens", null);
        }
        return TestDriver.connect();
    }

    private void hang() {
        waitFor(hanging);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void release() {
        hanging.countDown();
        link.close();
        callers.shutdown();
    }

    @Test
    void answersOverOneConnection() {
        for (int i = 0; i < 20; i++) {
            Optional<DomainState> state = link.ask(connection -> connection.domain("test", Domain::state));
            assertThat(state).isPresent();
        }
        assertThat(opened).hasValue(1);
        assertThat(link.problem()).isEmpty();
    }

    @Test
    void noConnectionIsUsedByTwoThreadsAtATimeAndFewAreKeptForTheNext() {
        Set<Connection> inUse = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(8);
        try (HostLink patient = new HostLink("node-a", this::open, Duration.ofSeconds(30))) {
            int before = opened.get();
            try (Loan lent = patient.lend()) {
                inUse.add(lent.connection());
                List<CompletableFuture<Boolean>> alone = Stream.generate(() -> CompletableFuture.supplyAsync(
                                () -> patient.ask(connection -> {
                                    boolean unused = inUse.add(connection);
                                    together.countDown();
                                    waitFor(together);
                                    return unused && connection.alive();
                                }),
                                callers))
                        .limit(8)
                        .toList();

                assertThat(alone).allMatch(CompletableFuture::join);
            }
            int most = opened.get();
            assertThat(most - before).isLessThanOrEqualTo(9);

            List<Loan> kept = Stream.generate(patient::lend).limit(Session.KEPT).toList();

            assertThat(opened).hasValue(most);
            assertThat(kept).extracting(Loan::connection).doesNotHaveDuplicates();
            try (Loan another = patient.lend()) {
                assertThat(another.connection().alive()).isTrue();
                assertThat(opened).hasValue(most + 1);
            }
            kept.forEach(Loan::close);
        }
    }

    @Test
    void aConnectionThatCannotBeOpenedBesideOthersIsNoAnswerThatGotLost() {
        try (Loan lent = link.lend()) {
            assertThat(lent.connection().alive()).isTrue();
            openingFails = true;

            assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(() -> link.change(Connection::alive))
                    .withMessageContaining("nobody listens");
            assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(link::lend);
        }
        openingFails = false;
        await().atMost(Duration.ofSeconds(20)).until(() -> link.problem().isEmpty());
    }

    @Test
    void nobodyWaitsLongForAConnectionToBorrow() {
        try (Loan lent = link.lend()) {
            openingHangs = true;

            assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(link::lend)
                    .withMessageContaining("no answer within");
            assertThat(lent.connection().alive()).isTrue();
        }
    }

    @Test
    void aHangingQuestionIsGivenUpAndTheNextOneGetsANewConnection() {
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> link.ask(connection -> {
                    hang();
                    return "late";
                }))
                .withMessageContaining("no answer within");

        assertThat(link.ask(Connection::alive)).isTrue();
        assertThat(opened).hasValue(2);
    }

    @Test
    void aHangingChangeMayHaveBeenMade() {
        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> link.change(connection -> {
                    hang();
                    return "late";
                }));
    }

    @Test
    void anErrorOfTheHostIsAnAnswerAndKeepsTheConnection() {
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> link.ask(connection -> {
                    throw new LibvirtException(LibvirtException.OPERATION_INVALID, "not now");
                }))
                .withMessageContaining("answered with an error: not now");

        assertThat(link.ask(Connection::alive)).isTrue();
        assertThat(opened).hasValue(1);
    }

    @Test
    void aBugIsNotTakenForAFailureOfTheHost() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> link.ask(connection -> {
                    throw new IllegalArgumentException("a bug");
                }));
    }

    @Test
    void whileAHostIsTriedAgainNobodyWaitsForIt() {
        openingFails = true;
        loseConnection();
        await().until(() -> opened.get() >= 2
                && link.problem().filter("nobody listens"::equals).isPresent());

        long begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(() -> link.ask(Connection::alive))
                    .withMessage("host node-a does not answer: nobody listens");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT);

        openingFails = false;
        await().atMost(Duration.ofSeconds(20)).until(() -> link.problem().isEmpty());
        assertThat(link.ask(Connection::alive)).isTrue();
    }

    @Test
    void aHangingAttemptToConnectIsWaitedForOnceAndThenReplaced() {
        openingHangs = true;
        loseConnection();
        await().until(() -> link.problem()
                .filter(problem -> problem.startsWith("connecting took longer"))
                .isPresent());

        openingHangs = false;
        await().atMost(Duration.ofSeconds(20)).until(() -> link.problem().isEmpty());
    }

    @Test
    void hangingThreadsAreLimitedAndComeBack() {
        assertThat(link.ask(Connection::alive)).isTrue();
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < HostLink.THREADS; i++) {
            callers.execute(() -> assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(() -> link.ask(connection -> {
                        begun.incrementAndGet();
                        hang();
                        return "late";
                    })));
        }
        callers.shutdown();
        await().until(() -> begun.get() == HostLink.THREADS);

        assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> link.ask(Connection::alive));
        await().until(callers::isTerminated);
        assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> link.ask(Connection::alive));

        hanging.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> link.problem().isEmpty());
        assertThat(link.ask(Connection::alive)).isTrue();
    }

    @Test
    void aClosedLinkSaysSo() {
        link.close();

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> link.ask(Connection::alive))
                .withMessageContaining("the platform is closed");
    }

    private void loseConnection() {
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> link.ask(connection -> {
                    hang();
                    return "late";
                }));
    }
}
