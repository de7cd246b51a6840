package org.migrationrunbooks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.testing.EmbeddedDatabase;

/** What the audit does on every database. */
abstract class AuditContract {

    private final List<AuditFixture> nodes = new ArrayList<>();
    private EmbeddedDatabase database;
    private AuditFixture audit;

    abstract EmbeddedDatabase database();

    @BeforeEach
    void createAudit() {
        database = database();
        audit = AuditFixture.create(database);
        nodes.add(audit);
    }

    @AfterEach
    void closeAudit() {
        nodes.forEach(AuditFixture::close);
    }

    private AuditFixture node() {
        return nodeAt(AuditFixture.NOW);
    }

    private AuditFixture nodeAt(Instant now) {
        AuditFixture node = AuditFixture.at(database, now);
        nodes.add(node);
        return node;
    }

    @Test
    void givesBackWhatWasAppended() {
        RunbookId runbook = RunbookId.random();
        audit.trail.append(new AuditEvent(
                AuditCode.APPROVAL_REFUSED,
                "approver",
                runbook,
                "demo/web-1",
                "„not tonight“ 🌙\nsee the calendar",
                Map.of("plan", "abc", "ä", "\"quoted\"")));

        AuditEntry entry = only();

        assertThat(entry.at()).isEqualTo(AuditFixture.NOW.truncatedTo(ChronoUnit.MICROS));
        assertThat(entry.code()).isEqualTo("APPROVAL_REFUSED");
        assertThat(entry.actor()).isEqualTo("approver");
        assertThat(entry.runbook()).isEqualTo(runbook.value());
        assertThat(entry.subject()).isEqualTo("demo/web-1");
        assertThat(entry.reason()).isEqualTo("„not tonight“ 🌙\nsee the calendar");
        assertThat(entry.details()).containsExactly(Map.entry("plan", "abc"), Map.entry("ä", "\"quoted\""));
        assertThat(entry.seal()).isNull();
        assertThat(audit.query.find(entry.id())).contains(entry);
    }

    @Test
    void writesWhatNoDatabaseWouldTakeAsItIs() {
        String name = "\0root\ud800" + "x".repeat(5000);
        audit.trail.append(new AuditEvent(AuditCode.LOGIN_FAILED, name, null, name, name, Map.of("name", name)));
        audit.sealer.seal();

        assertThat(only().actor()).startsWith("\uFFFDroot?xxx").endsWith("…").hasSize(255);
        assertThat(only().subject()).hasSize(1024);
        assertThat(only().reason()).hasSize(5006);
        assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
    }

    @Test
    void forgetsTheEntryIfTheFactIsRolledBack() {
        audit.transaction.executeWithoutResult(status -> {
            audit.trail.append(AuditFixture.event("demo/web-1"));
            status.setRollbackOnly();
        });
        audit.trail.append(AuditFixture.event("demo/web-2"));
        audit.sealer.seal();

        assertThat(only().subject()).isEqualTo("demo/web-2");
        assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
    }

    @Test
    void sealsWhatCommitsLateInTheOrderSeen() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            audit.transaction.executeWithoutResult(status -> {
                audit.trail.append(AuditFixture.event("demo/early"));
                await(other.submit(() -> {
                    audit.trail.append(AuditFixture.event("demo/late"));
                    audit.sealer.seal();
                }));
            });
        } finally {
            other.shutdown();
        }
        audit.sealer.seal();

        assertThat(audit.all()).extracting(AuditEntry::subject).containsExactly("demo/late", "demo/early");
        assertThat(audit.all()).extracting(AuditEntry::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
    }

    @Test
    void goesOnWithTheChainAfterARestart() {
        audit.seal(3);
        AuditFixture restarted = node();
        restarted.seal(2);

        assertThat(restarted.all()).extracting(AuditContract::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        AuditVerification.Intact intact = (AuditVerification.Intact) restarted.verifier.verify();
        assertThat(intact.sealed()).isEqualTo(5);
        assertThat(intact.headHash()).isEqualTo(seal(restarted.all().get(4)).hash());
    }

    @Test
    void sealsEachEntryOnceWhileFourThreadsAppendAndTwoNodesSeal() {
        int each = 150;
        AuditFixture otherNode = node();
        AtomicInteger appending = new AtomicInteger(4);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> running = new ArrayList<>();
            IntStream.range(0, 4)
                    .forEach(thread -> running.add(threads.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            audit.trail.append(AuditFixture.event("demo/" + thread + "-" + i));
                        }
                        appending.decrementAndGet();
                    })));
            for (AuditFixture node : List.of(audit, otherNode)) {
                running.add(threads.submit(() -> {
                    while (appending.get() > 0) {
                        node.sealer.seal();
                    }
                }));
            }
            running.forEach(AuditContract::await);
        } finally {
            threads.shutdown();
        }
        audit.sealer.seal();

        assertThat(audit.all())
                .extracting(AuditContract::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 4L * each).boxed().toList());
        assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
    }

    @Test
    void sealsWithinASecond() {
        AuditSealing sealing = new AuditSealing(audit.sealer);
        sealing.start();
        try {
            audit.trail.append(AuditFixture.event("demo/web-1"));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> only().seal() != null);
        } finally {
            sealing.stop();
        }
    }

    @Test
    void sealsWhatCameLastBeforeItStops() {
        AuditSealing sealing = new AuditSealing(audit.sealer);
        sealing.start();
        audit.trail.append(AuditFixture.event("demo/web-1"));
        sealing.stop();

        assertThat(only().seal()).isNotNull();
        assertThat(sealing.isRunning()).isFalse();
    }

    @Test
    void leavesSealingToTheNodeThatIsAtIt() {
        audit.trail.append(AuditFixture.event("demo/web-1"));
        AuditFixture otherNode = node();
        audit.transaction.executeWithoutResult(status -> {
            audit.jdbc
                    .sql("select seq from mr_audit_head for update")
                    .query(Long.class)
                    .single();

            assertThat(otherNode.sealer.seal()).isZero();
        });

        assertThat(otherNode.sealer.seal()).isEqualTo(1);
    }

    @Test
    void reportsWhatIsNotSealedYet() {
        audit.seal(2);
        audit.trail.append(AuditFixture.event("demo/web-3"));
        audit.trail.append(AuditFixture.event("demo/web-4"));

        AuditVerification verification = audit.verifier.verify();

        assertThat(verification).isInstanceOf(AuditVerification.Intact.class);
        assertThat(verification.sealed()).isEqualTo(2);
        assertThat(verification.unsealed())
                .isEqualTo(new AuditVerification.UnsealedTail(2, AuditFixture.NOW.truncatedTo(ChronoUnit.MICROS)));
    }

    @Test
    void isIntactWhileEmpty() {
        assertThat(audit.verifier.verify())
                .isEqualTo(new AuditVerification.Intact(0, Seal.GENESIS, new AuditVerification.UnsealedTail(0, null)));
    }

    @Test
    void verifiesMoreThanOnePage() {
        audit.seal(2345);

        assertThat(audit.verifier.verify().sealed()).isEqualTo(2345);
        assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
    }

    @Test
    void isIntactHoweverMuchIsSealedMeanwhile() {
        AuditFixture busy = node();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> sealing = other.submit(() -> {
                while (!over.get()) {
                    busy.seal(3);
                }
            });
            for (int i = 0; i < 60; i++) {
                assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
            }
            over.set(true);
            await(sealing);
        } finally {
            over.set(true);
            other.shutdownNow();
        }
    }

    @Test
    void findsByEverythingThatIsAskedFor() {
        RunbookId runbook = RunbookId.random();
        Instant later = AuditFixture.NOW.plusSeconds(60);
        audit.trail.append(new AuditEvent(AuditCode.RUNBOOK_REQUESTED, "operator", runbook, "demo/a", null, Map.of()));
        audit.trail.append(new AuditEvent(AuditCode.LOGIN_FAILED, "mallory", null, "/login", null, Map.of()));
        nodeAt(later)
                .trail
                .append(new AuditEvent(AuditCode.APPROVAL_GRANTED, "approver", runbook, "demo/a", "ok", Map.of()));

        assertThat(subjectsAndCodes(AuditFilter.of(runbook)))
                .containsExactly("demo/a APPROVAL_GRANTED", "demo/a RUNBOOK_REQUESTED");
        assertThat(subjectsAndCodes(new AuditFilter(null, AuditCode.LOGIN_FAILED, null, null, null, null)))
                .containsExactly("/login LOGIN_FAILED");
        assertThat(subjectsAndCodes(new AuditFilter(null, null, "approver", null, null, null)))
                .containsExactly("demo/a APPROVAL_GRANTED");
        assertThat(subjectsAndCodes(new AuditFilter(null, null, null, "/login", null, null)))
                .containsExactly("/login LOGIN_FAILED");
        assertThat(subjectsAndCodes(new AuditFilter(null, null, null, null, later.minusSeconds(1), null)))
                .containsExactly("demo/a APPROVAL_GRANTED");
        assertThat(subjectsAndCodes(new AuditFilter(runbook, null, null, "demo/a", null, later.minusSeconds(1))))
                .containsExactly("demo/a RUNBOOK_REQUESTED");
    }

    @Test
    void givesPagesAndTheTotal() {
        audit.seal(5);

        AuditPage second = audit.query.find(AuditFilter.ALL, AuditQuery.Order.NEWEST_FIRST, 1, 2);

        assertThat(second.total()).isEqualTo(5);
        assertThat(second.items()).extracting(AuditEntry::subject).containsExactly("demo/web-3", "demo/web-2");
        assertThatThrownBy(() -> audit.query.find(AuditFilter.ALL, AuditQuery.Order.NEWEST_FIRST, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> subjectsAndCodes(AuditFilter filter) {
        return audit.query.find(filter, AuditQuery.Order.NEWEST_FIRST, 0, 10).items().stream()
                .map(entry -> entry.subject() + " " + entry.code())
                .toList();
    }

    private AuditEntry only() {
        List<AuditEntry> all = audit.all();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static AuditEntry.SealRef seal(AuditEntry entry) {
        return Objects.requireNonNull(entry.seal(), () -> "not sealed: " + entry);
    }

    private static long seq(AuditEntry entry) {
        return seal(entry).seq();
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("a thread of the test failed", e);
        }
    }
}
