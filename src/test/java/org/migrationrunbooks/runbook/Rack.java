package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.TaskStanding;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.boot.test.context.TestComponent;

/** The platform whose hosts fail, and what tests do to them and look at. */
@TestComponent
class Rack {

    static final String NAME = "rack";

    private final Scenario scenario;
    private final RunbookStart start;
    private final RunStore runs;
    private final Platforms platforms;
    private final FencingDevices devices;
    private final HostStandings standings;
    private final Brake brake;

    Rack(
            Scenario scenario,
            RunbookStart start,
            RunStore runs,
            Platforms platforms,
            FencingDevices devices,
            HostStandings standings,
            Brake brake) {
        this.scenario = scenario;
        this.start = start;
        this.runs = runs;
        this.platforms = platforms;
        this.devices = devices;
        this.standings = standings;
        this.brake = brake;
    }

    /** Mends everything, and checks that no instance was ever about to run twice. */
    void leaveWell() {
        brake.set(false, "admin", "the test is over");
        faults().clear();
        assertThat(faults().ledger())
                .filteredOn(entry -> entry.event().equals("INVARIANT_BROKEN"))
                .as("starts of an instance that could run elsewhere")
                .isEmpty();
    }

    StartAnswer ask(String host) {
        return ask(StartRequest.ofHost(NAME, host, "a test"));
    }

    StartAnswer ask(StartRequest request) {
        return start.start(RunbookKind.NODE_EVACUATION, request, "operator", null);
    }

    Run evacuate(String host) {
        return started(ask(host));
    }

    /** An evacuation in which these instances may be rebuilt from their images. */
    Run evacuate(String host, List<String> fromImage) {
        return started(
                ask(new StartRequest(NAME, null, host, null, "a test", null, null, null, null, fromImage, null)));
    }

    Run move(RunbookKind kind, StartRequest request) {
        return started(start.start(kind, request, "operator", null));
    }

    private static Run started(StartAnswer answer) {
        assertThat(answer).isInstanceOf(StartAnswer.Started.class);
        return ((StartAnswer.Started) answer).run();
    }

    /** A host that failed, and its evacuation when it waits for its approval. */
    Run planned(String host) {
        crash(host);
        return plannedWhenAsked(host);
    }

    private Run plannedWhenAsked(String host) {
        Run run = evacuate(host);
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        return run;
    }

    /** A host that failed, and its evacuation as soon as it is approved. */
    Run approved(String host) {
        crash(host);
        return approvedWhenAsked(host);
    }

    /** The evacuation of a host that is down already, as soon as it is approved. */
    Run approvedWhenAsked(String host) {
        Run run = plannedWhenAsked(host);
        approve(run);
        return run;
    }

    void approve(Run run) {
        assertThat(scenario.decide(run, "approver", Decision.APPROVE)).isEmpty();
    }

    /** The part of an evacuation that rebuilds this instance, as soon as it has begun. */
    Run rebuild(Run evacuation, String instance) {
        scenario.eventually("rebuild of %s has begun".formatted(instance)).until(() -> found(evacuation, instance)
                .filter(run -> run.processInstanceId() != null)
                .isPresent());
        return found(evacuation, instance).orElseThrow();
    }

    private Optional<Run> found(Run evacuation, String instance) {
        return runs.childrenOf(evacuation.id()).stream()
                .filter(run -> run.instance().name().equals(instance))
                .findFirst();
    }

    /**
     * The only rebuild of a host's evacuation, which waits for a person since its destination did not take it; nothing was begun, and the
     * destination would take it now.
     */
    Run stuckRebuild(String host) {
        Run run = planned(host);
        brake.set(true, "operator2", "the test changes something after the plan was checked");
        approve(run);
        awaitHeldBack(run);
        fault(Fault.Kind.STORAGE_UNREACHABLE, scenario.destination(run));
        brake.set(false, "operator2", "it is changed");
        Run rebuild = rebuild(run, host + "-web");
        scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        faults().clear();
        return rebuild;
    }

    /** Waits until a step of the run waits for the brake. */
    void awaitHeldBack(Run run) {
        scenario.eventually("%s waits for the brake".formatted(run.subject()))
                .until(() -> String.valueOf(scenario.now(run).attention()).startsWith("Waits for the brake."));
    }

    /** The evacuation of which a run is a part. */
    Run evacuation(Run part) {
        return runs.get(Objects.requireNonNull(scenario.now(part).parent()));
    }

    /** What is asked of this instance next is carried out long after every test. */
    void loseNextTask(String instance) {
        faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, instance, null, Duration.ofDays(30)));
    }

    void crash(String host) {
        fault(Fault.Kind.HOST_CRASH, host);
    }

    void isolate(String host) {
        fault(Fault.Kind.HOST_ISOLATED, host);
    }

    void fault(Fault.Kind kind, String host) {
        faults().inject(new Fault(kind, host, null, null, null));
    }

    /** No host reaches any volume. */
    void loseStorageEverywhere() {
        platform().hypervisor().inventory().hosts().forEach(host -> fault(Fault.Kind.STORAGE_UNREACHABLE, host.name()));
    }

    FaultInjection faults() {
        return platform().faultInjection().orElseThrow();
    }

    private Platform platform() {
        return platforms.get(NAME);
    }

    /** Somebody gives the host power, by hand at its device. */
    void powerOn(String host) {
        device(host).on(host(host), () -> {});
    }

    void powerOff(String host) {
        device(host).off(host(host), () -> {});
    }

    private FencingDevice device(String host) {
        return devices.of(host(host)).get(0);
    }

    /** Somebody does something by hand on the platform. */
    void act(InstanceTask task) {
        InstanceTasks tasks = platform().instanceTasks().orElseThrow();
        tasks.begin(task, () -> {});
        scenario.eventually(task + " is done").until(() -> tasks.look(task) instanceof TaskStanding.Done);
    }

    /** The hosts on which the instance is seen to run. */
    List<String> runningOn(String instance) {
        return platform().hypervisor().whereabouts(instance(instance)).sightings().stream()
                .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                .map(Sighting::host)
                .map(HostId::name)
                .toList();
    }

    /** The instance runs where the plan of its rebuild says, and nowhere else. */
    void assertRebuilt(Run rebuild) {
        assertThat(scenario.now(rebuild).state()).isEqualTo(RunbookState.COMPLETED);
        assertThat(runningOn(rebuild.instance().name())).containsExactly(scenario.destination(rebuild));
        scenario.assertNothingHeld(rebuild);
    }

    /** The host was not touched: it was not told to switch off, nothing of it was started, and nothing is held. */
    void assertUntouched(Run run) {
        assertUntouchedYet(run);
        scenario.assertNothingHeld(run);
    }

    /** The same of an evacuation that goes on. */
    void assertUntouchedYet(Run run) {
        String host = run.host().name();
        assertThat(events("POWER_OFF_ASKED", host)).isZero();
        assertThat(standings.of(run.host())).isEmpty();
        assertThat(runs.childrenOf(run.id())).isEmpty();
        assertThat(effects(host + "-web", "REBUILD_STARTED")).isZero();
    }

    /** Why the platform did not do what was asked of an instance. */
    List<String> refusals(String instance) {
        return faults().ledger().stream()
                .filter(entry -> entry.event().equals("TASK_REFUSED"))
                .filter(entry -> instance.equals(entry.instance()))
                .map(entry -> String.valueOf(entry.detail()))
                .toList();
    }

    boolean quarantined(String host) {
        return standings
                .of(host(host))
                .filter(standing -> standing.state() == HostState.QUARANTINED)
                .isPresent();
    }

    /** How often something happened to a host. */
    long events(String event, String host) {
        return faults().ledger().stream()
                .filter(entry -> entry.event().equals(event))
                .filter(entry -> host.equals(entry.host()))
                .count();
    }

    /** How often something was asked of, or happened to, an instance on this host. */
    long events(String event, String host, String instance) {
        return faults().ledger().stream()
                .filter(entry -> entry.event().equals(event))
                .filter(entry -> host.equals(entry.host()))
                .filter(entry -> instance.equals(entry.instance()))
                .count();
    }

    /** How often something happened to an instance. */
    long effects(String instance, String event) {
        return effects(instance).stream().filter(event::equals).count();
    }

    /** The epochs under which these things were asked of, or happened to, an instance. */
    List<String> epochs(String instance, String... events) {
        return faults().ledger().stream()
                .filter(entry -> List.of(events).contains(entry.event()))
                .filter(entry -> instance.equals(entry.instance()))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /** What happened to an instance, in order. */
    List<String> effects(String instance) {
        return faults().ledger().stream()
                .filter(LedgerEntry::effect)
                .filter(entry -> instance.equals(entry.instance()))
                .map(LedgerEntry::event)
                .toList();
    }

    /** What happened to a host and to an instance, in order. */
    List<String> story(String host, String instance) {
        return faults().ledger().stream()
                .filter(LedgerEntry::effect)
                .filter(entry ->
                        instance.equals(entry.instance()) || (entry.instance() == null && host.equals(entry.host())))
                .map(LedgerEntry::event)
                .toList();
    }

    static HostId host(String name) {
        return new HostId(NAME, name);
    }

    static InstanceId instance(String name) {
        return new InstanceId(NAME, name);
    }
}
