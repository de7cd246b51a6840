package org.migrationrunbooks.runbook.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Upkeep;
import org.migrationrunbooks.testing.RecordedAudit;

/** Platforms are looked after while the application runs, and what was changed on them is in the audit. */
class UpkeepScheduleTest {

    private final RecordedAudit.Recorder audit = new RecordedAudit.Recorder();
    private EffectGuard permission = () -> {};
    private @Nullable UpkeepSchedule schedule;

    @AfterEach
    void stop() {
        if (schedule != null) {
            schedule.stop();
        }
    }

    @Test
    void looksAfterAPlatformAgainAndAgainAlsoAfterAFailure() {
        AtomicInteger times = new AtomicInteger();

        start((guard, changed) -> {
            switch (times.incrementAndGet()) {
                case 1 -> throw new PlatformUnreachableException("nobody answers", null);
                case 2 -> throw new IllegalStateException("a bug");
                default -> {}
            }
        });

        await().until(() -> times.get() >= 4);
        assertThat(audit.events()).isEmpty();
    }

    @Test
    void whatWasChangedIsInTheAudit() {
        AtomicInteger times = new AtomicInteger();
        Upkeep.AutostartTakenOff taken =
                new Upkeep.AutostartTakenOff(new InstanceId("rack", "web"), new HostId("rack", "node-a"));

        start((guard, changed) -> {
            if (times.incrementAndGet() == 1) {
                changed.accept(taken);
            }
        });

        await().until(() -> times.get() >= 2);
        assertThat(audit.events()).singleElement().satisfies(entry -> {
            assertThat(entry.code()).isEqualTo(AuditCode.AUTOSTART_TAKEN_OFF);
            assertThat(entry.subject()).isEqualTo("rack/web");
            assertThat(entry.details()).isEqualTo(Map.of("host", "rack/node-a"));
        });
    }

    @Test
    void whatMayNotBeChangedIsReadAllTheSame() {
        AtomicInteger reads = new AtomicInteger();
        permission = () -> {
            throw new LeaseLostException("the brake is engaged");
        };

        start((guard, changed) -> {
            reads.incrementAndGet();
            guard.beforeEffect();
            throw new AssertionError("the guard let it pass");
        });

        await().until(() -> reads.get() >= 3);
        assertThat(audit.events()).isEmpty();
    }

    @Test
    void needsNoThreadWhereNothingHasToBeLookedAfter() {
        start(null);

        assertThat(schedule).isNotNull().satisfies(idle -> assertThat(idle.isRunning())
                .isFalse());
    }

    @Test
    void anIntervalIsLongerThanNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DefinitionProperties(Duration.ZERO))
                .withMessageContaining("runbooks.definitions.interval");
    }

    private void start(@Nullable Upkeep upkeep) {
        schedule = new UpkeepSchedule(
                new Platforms(List.of(new LookedAfterPlatform("rack", upkeep))),
                new DefinitionProperties(Duration.ofMillis(10)),
                permission,
                audit);
        schedule.start();
    }
}
