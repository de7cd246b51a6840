package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.platform.StartResult;
import org.springframework.boot.test.context.TestComponent;

/** Hosts that were evacuated and come back, and what tests do to them meanwhile. */
@TestComponent
class Returns {

    private final Scenario scenario;
    private final Rack rack;
    private final RunbookStart start;
    private final Platforms platforms;
    private final FencingDevices devices;

    Returns(Scenario scenario, Rack rack, RunbookStart start, Platforms platforms, FencingDevices devices) {
        this.scenario = scenario;
        this.rack = rack;
        this.start = start;
        this.platforms = platforms;
        this.devices = devices;
    }

    /** A host that has crashed and was evacuated. */
    void evacuated(String host) {
        scenario.awaitEnding(rack.approved(host), Ending.EVACUATED);
        assertThat(rack.quarantined(host)).isTrue();
    }

    StartAnswer ask(String host) {
        return start.start(
                RunbookKind.RETURN_TO_SERVICE, StartRequest.ofHost(Rack.NAME, host, "a test"), "operator", null);
    }

    Run begun(String host) {
        StartAnswer answer = ask(host);
        assertThat(answer).isInstanceOf(StartAnswer.Started.class);
        return ((StartAnswer.Started) answer).run();
    }

    /** The return of a host that was evacuated, when it waits for the approval of what is removed. */
    Run planned(String host) {
        evacuated(host);
        Run run = begun(host);
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        return run;
    }

    /** Lets no return pass this element until {@link #resume}. */
    void holdBefore(String element) {
        scenario.holdBefore(RunbookKind.RETURN_TO_SERVICE, element);
    }

    void resume(String element) {
        scenario.resume(RunbookKind.RETURN_TO_SERVICE, element);
    }

    /** Waits until the run stands before an element that is held. */
    void awaitHeld(Run run, String element) {
        scenario.awaitHeld(run, element);
    }

    PowerState power(String host) {
        HostId id = Rack.host(host);
        return devices.of(id).get(0).power(id).state();
    }

    /** Somebody removes what the host has of the instance and moves the instance there, live and by hand; the host that it leaves. */
    String moveBack(String instance, String host) {
        rack.act(new InstanceTask.RemoveLeftover(Rack.instance(instance), Rack.host(host)));
        String from = rack.runningOn(instance).get(0);
        Hypervisor hypervisor = platforms.get(Rack.NAME).hypervisor();
        MigrationCommand command = new MigrationCommand(
                OperationKey.of(RunbookId.random(), "by-hand", 1),
                new MigrationRequest(
                        Rack.instance(instance),
                        Rack.host(from),
                        Rack.host(host),
                        new Strategy.Live(false, false),
                        null,
                        Duration.ofMillis(500)),
                hypervisor.baseline(Rack.instance(instance)));
        assertThat(hypervisor.start(command, () -> {})).isInstanceOf(StartResult.Accepted.class);
        scenario.eventually("%s runs on %s".formatted(instance, host))
                .until(() -> hypervisor.whereabouts(Rack.instance(instance)).runsOnlyOn(Rack.host(host)));
        return from;
    }

    /** The host was switched off again and is quarantined still. */
    void assertOffAgain(Run run) {
        assertThat(power(run.host().name())).isEqualTo(PowerState.OFF);
        assertThat(rack.quarantined(run.host().name())).isTrue();
        scenario.assertNothingHeld(run);
    }

    /** The host is in service, and nothing is left of what runs elsewhere. */
    void assertInService(Run run) {
        scenario.awaitEnding(run, Ending.RETURNED);
        assertThat(power(run.host().name())).isEqualTo(PowerState.ON);
        assertThat(rack.quarantined(run.host().name())).isFalse();
        scenario.assertNothingHeld(run);
    }
}
