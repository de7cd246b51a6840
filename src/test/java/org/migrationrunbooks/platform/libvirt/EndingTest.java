package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.libvirt.LibvirtHost.Reading;

/** What is concluded from what two hosts show, as after a restart of the application: without anything remembered. */
class EndingTest {

    private static final Instant MARKED = Instant.parse("2026-11-23T06:30:00Z");
    private static final Clock CLOCK = Clock.fixed(MARKED.plusSeconds(12), ZoneOffset.UTC);
    private static final HostId SOURCE = new HostId("lab", "node-a");
    private static final HostId DESTINATION = new HostId("lab", "node-b");
    private static final OperationKey KEY = OperationKey.of(RunbookId.random(), "transfer", 1);
    private static final MigrationCommand COMMAND = new MigrationCommand(
            KEY,
            new MigrationRequest(
                    new InstanceId("lab", "web-1"), SOURCE, DESTINATION, Strategy.PLAIN, null, Duration.ofMillis(300)),
            new Baseline("4da7aa34-7878-41e4-bda7-233b5d2432d7", ""));

    private static final DomainState RUNNING = new DomainState(1, 1);
    private static final DomainState HALTED = new DomainState(3, 2);
    private static final DomainState STOPPED = new DomainState(5, 1);
    private static final DomainState POST_COPY_FAILED = new DomainState(3, 13);
    private static final JobStats FIGURES =
            new JobStats(3, Map.of("operation", 4, "time_elapsed", 8200L, "downtime", 333L));
    private static final JobStats SENT = new JobStats(3, Map.of("operation", 5, "time_elapsed", 8200L));

    private final Reading absent = new Reading.Absent();
    private final Reading silent = new Reading.Silent(new PlatformUnreachableException("no power", null));

    @Test
    void completedIsWhatRunsAtTheDestinationAndNowhereElse() {
        assertThat(outcome(absent, seen(RUNNING), FIGURES))
                .hasValue(new OperationOutcome.Completed(DESTINATION, Duration.ofMillis(8200), Duration.ofMillis(333)));
    }

    @Test
    void withoutFiguresTheTimeIsCountedFromTheMarkAndTheDowntimeIsNotGuessed() {
        assertThat(outcome(absent, seen(RUNNING), JobStats.NONE))
                .hasValue(new OperationOutcome.Completed(DESTINATION, Duration.ofSeconds(12), null));
    }

    @Test
    void failedIsWhatRunsAtTheSourceOnly() {
        assertThat(outcome(seen(RUNNING), absent, JobStats.NONE))
                .hasValueSatisfying(outcome -> assertFailed(outcome, InstanceState.RUNNING));
    }

    @Test
    void aGuestThatStoppedOnTheWayIsToldToBeStopped() {
        assertThat(outcome(seen(STOPPED), absent, JobStats.NONE))
                .hasValueSatisfying(outcome -> assertFailed(outcome, InstanceState.STOPPED));
    }

    @Test
    void aDestinationWithoutPowerDoesNotHideThatTheSourceRunsOn() {
        assertThat(outcome(seen(RUNNING), silent, JobStats.NONE))
                .hasValueSatisfying(outcome -> assertFailed(outcome, InstanceState.RUNNING));
    }

    @Test
    void aSilentDestinationThatHasAllOfTheMemoryMayRunItToo() {
        assertUnknown(outcome(seen(RUNNING), silent, SENT), "may run it too");
    }

    @Test
    void aSilentDestinationHasToBeAskedAgainWhereTheSourceDoesNotRunIt() {
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> outcome(absent, silent, JobStats.NONE));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> outcome(seen(HALTED), silent, JobStats.NONE));
    }

    @Test
    void itIsNotOverWhileTheDestinationIsBeingCleaned() {
        assertThat(outcome(seen(RUNNING), seen(HALTED), JobStats.NONE)).isEmpty();
    }

    @Test
    void contradictionsAreUnknown() {
        assertUnknown(outcome(seen(RUNNING), seen(RUNNING), JobStats.NONE), "both");
        assertUnknown(outcome(absent, absent, JobStats.NONE), "neither");
        assertUnknown(outcome(seen(STOPPED), seen(RUNNING), JobStats.NONE), "definition of it is left");
        assertUnknown(outcome(absent, seen(HALTED), JobStats.NONE), "does not run there");
        assertUnknown(outcome(seen(RUNNING), unmarked(RUNNING), JobStats.NONE), "without the mark");
        assertUnknown(outcome(unmarked(RUNNING), absent, JobStats.NONE), "marked by another operation");
    }

    @Test
    void aBrokenPostCopyIsUnknownForItsReason() {
        assertUnknown(outcome(seen(POST_COPY_FAILED), seen(POST_COPY_FAILED), JobStats.NONE), "post-copy");
        assertUnknown(outcome(seen(POST_COPY_FAILED), silent, JobStats.NONE), "post-copy");
    }

    private static Optional<OperationOutcome> outcome(Reading source, Reading destination, JobStats completed) {
        return new Ending(host -> completed, COMMAND, source, destination, Optional.empty(), CLOCK).outcome();
    }

    private static Reading seen(DomainState state) {
        String mark = new OperationMark(KEY, MARKED)
                .element()
                .replace("<operation ", "<operation xmlns=\"" + OperationMark.NAMESPACE + "\" ");
        return reading(SampleDomain.ORDINARY.with("metadata", mark), state);
    }

    private static Reading unmarked(DomainState state) {
        return reading(SampleDomain.ORDINARY, state);
    }

    private static Reading reading(SampleDomain domain, DomainState state) {
        return new Reading.Seen(new DomainView(DomainXml.parse(domain.xml()), state, JobStats.NONE, false));
    }

    private static void assertFailed(OperationOutcome outcome, InstanceState state) {
        assertThat(outcome).isInstanceOfSatisfying(OperationOutcome.Failed.class, failed -> {
            assertThat(failed.host()).isEqualTo(SOURCE);
            assertThat(failed.state()).isEqualTo(state);
            assertThat(failed.reason()).isNotBlank();
        });
    }

    private static void assertUnknown(Optional<OperationOutcome> outcome, String reason) {
        assertThat(outcome).hasValueSatisfying(actual -> assertThat(actual)
                .isInstanceOfSatisfying(OperationOutcome.Unknown.class, unknown -> assertThat(unknown.reason())
                        .contains(reason)));
    }
}
