package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEntry;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.OperatingMode;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunFilter;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunTarget;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.Runbooks;
import org.migrationrunbooks.testing.StoppedClock;
import org.springframework.boot.test.context.TestComponent;

/** What tests of the monitor do and look at, in the words of whoever is on duty. */
@TestComponent
class Watchtower {

    static final String PLATFORM = "watched";

    private final Platforms platforms;
    private final MonitorProperties properties;
    private final Lookout lookout;
    private final WatchBook book;
    private final MonitorLease lease;
    private final StormBook storms;
    private final Claims claims;
    private final Evacuations evacuations;
    private final Runbooks runbooks;
    private final RunStore runs;
    private final RunbookDecisions decisions;
    private final AuditQuery audit;
    private final Brake brake;
    private final StoppedClock clock;
    private Instant begun = Instant.EPOCH;

    Watchtower(
            Platforms platforms,
            MonitorProperties properties,
            Lookout lookout,
            WatchBook book,
            MonitorLease lease,
            StormBook storms,
            Claims claims,
            Evacuations evacuations,
            Runbooks runbooks,
            RunStore runs,
            RunbookDecisions decisions,
            AuditQuery audit,
            Brake brake,
            Clock clock) {
        this.platforms = platforms;
        this.properties = properties;
        this.lookout = lookout;
        this.book = book;
        this.lease = lease;
        this.storms = storms;
        this.claims = claims;
        this.evacuations = evacuations;
        this.runbooks = runbooks;
        this.runs = runs;
        this.decisions = decisions;
        this.audit = audit;
        this.brake = brake;
        this.clock = (StoppedClock) clock;
    }

    /** A monitor as it is on a node that has just started, with the configured properties. */
    HostMonitor node() {
        return node(properties, OperatingMode.Mode.OPERATE);
    }

    HostMonitor node(MonitorProperties own, OperatingMode.Mode mode) {
        return new HostMonitor(
                own,
                new OperatingMode(mode),
                platforms,
                lookout,
                book,
                lease,
                storms,
                new Judge(own, claims, evacuations),
                evacuations,
                clock);
    }

    MonitorProperties properties(int sides, String... exceptHosts) {
        return new MonitorProperties(
                true,
                properties.interval(),
                properties.silentFor(),
                sides,
                properties.stormHosts(),
                properties.stormWindow(),
                List.of(),
                List.of(exceptHosts),
                properties.threads());
    }

    void crash(String... hosts) {
        for (String host : hosts) {
            inject(Fault.Kind.HOST_CRASH, host, null);
        }
    }

    void inject(Fault.Kind kind, @Nullable String host, @Nullable Duration delay) {
        platform().faultInjection().orElseThrow().inject(new Fault(kind, host, null, null, delay));
    }

    void mendEverything() {
        platform().faultInjection().orElseThrow().clear();
    }

    void powerOff(String host) {
        device().off(id(host), () -> {});
    }

    /** Off and on again, after which it runs. */
    void restart(String host) {
        powerOff(host);
        device().on(id(host), () -> {});
    }

    private FencingDevice device() {
        return platform().fencingDevices().get(0);
    }

    private Platform platform() {
        return platforms.get(PLATFORM);
    }

    static HostId id(String host) {
        return new HostId(PLATFORM, host);
    }

    void pass(Duration time) {
        clock.pass(time);
    }

    /** Lets time pass and looks at every interval of it. */
    void watch(HostMonitor monitor, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(properties.interval())) {
            clock.pass(properties.interval());
            monitor.look();
        }
    }

    static MonitorState.Seen seen(HostMonitor monitor, String host) {
        return monitor.state().hosts().stream()
                .filter(seen -> seen.host().equals(id(host)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the monitor does not see " + host));
    }

    static Judgement judgement(HostMonitor monitor, String host) {
        return seen(monitor, host).judgement();
    }

    /** A new test begins; what earlier ones did is past. */
    HostMonitor begin() {
        begun = clock.instant();
        HostMonitor monitor = node();
        monitor.look();
        return monitor;
    }

    /** The runs about a host that this test has seen begin, newest first. */
    List<Run> runs(String host) {
        return runbooks.list(RunFilter.of(null, null, host, null, begun, null, 0, 100)).items().stream()
                .filter(run -> run.target().equals(new RunTarget.OfHost(id(host))))
                .toList();
    }

    Run await(Run run, RunbookState state) {
        Awaitility.await("run about %s is %s".formatted(run.target(), state))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> runs.get(run.id()).state(), state::equals);
        return runs.get(run.id());
    }

    void cancel(Run run) {
        assertThat(decisions.cancel(run.id(), "operator", "the test wants it")).isEmpty();
        await(run, RunbookState.CANCELLED);
    }

    /** Ends what a test has raised and mends what it has broken; the next test finds every host heard. */
    void leaveEverythingWell() {
        brake.set(false, "admin", "the test is over");
        for (Run run : runs.live()) {
            await(run, RunbookState.AWAITING_APPROVAL);
            cancel(run);
        }
        mendEverything();
        pass(Duration.ofHours(1));
        HostMonitor monitor = node();
        monitor.look();
        monitor.stop();
        assertThat(monitor.state().storms()).isEmpty();
    }

    /** What this test has brought into the audit. */
    List<AuditEntry> audited(AuditCode code) {
        return audited(new AuditFilter(null, code, null, null, begun, null));
    }

    /** Why nothing was raised for a host, in all tests. */
    List<AuditEntry> withheld(String host) {
        return audited(new AuditFilter(null, AuditCode.EVACUATION_WITHHELD, null, id(host).toString(), null, null));
    }

    private List<AuditEntry> audited(AuditFilter filter) {
        return audit.find(filter, AuditQuery.Order.NEWEST_FIRST, 0, 100).items();
    }

    Map<HostId, WatchStore.Row> rows() {
        return book.rows();
    }
}
