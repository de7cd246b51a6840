package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** A simulated platform and the words in which tests of its tasks speak; its clock stands still until a test advances it. */
final class TaskBench implements AutoCloseable {

    /** Links carry 125 MB (decimal) per second; the data disk of db takes ten seconds alone. */
    static final String FLEET =
            """
            hosts:
              - {name: node-a, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: node-b, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: node-c, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: small, cpus: 32, memory: 1GB, link: 1Gbit}
              - {name: dark, cpus: 32, memory: 64GB, link: 1Gbit, state: down}
            instances:
              - {name: web, host: node-a, cpus: 1, memory: 2GB, volumes: [{name: web-root, size: 20GB, shared: true}]}
              - {name: db, host: node-a, cpus: 1, memory: 1GB,
                 volumes: [{name: db-root, size: 20GB, shared: true}, {name: db-data, size: 1250000000, shared: false}]}
              - {name: slow, host: node-a, cpus: 1, memory: 1GB, labels: {shutdown: 20s, boot: 1m}}
              - {name: deaf, host: node-a, cpus: 1, memory: 1GB, labels: {shutdown: ignored}}
              - {name: live, host: node-a, cpus: 1, memory: 1250000000, dirtyRate: 250000000, workingSet: 500000000,
                 labels: {post-copy: allowed}, volumes: [{name: live-root, size: 20GB, shared: true}]}
            """;

    final MovableClock clock = new MovableClock();
    final SimulatedInstallation sim;

    TaskBench() {
        this(SimulatedInstallation.memory());
    }

    TaskBench(String url) {
        sim = new SimulatedInstallation(FLEET, url, clock, Duration.ofSeconds(10));
    }

    InstanceTasks tasks() {
        return sim.platform().instanceTasks().orElseThrow();
    }

    FencingDevice fencing() {
        return sim.platform().fencingDevices().get(0);
    }

    void pass(double seconds) {
        clock.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    static InstanceTask stop(String instance, String host) {
        return new InstanceTask.Stop(id(instance), SimulatedInstallation.host(host), false);
    }

    static InstanceTask stopHard(String instance, String host) {
        return new InstanceTask.Stop(id(instance), SimulatedInstallation.host(host), true);
    }

    static InstanceTask relocate(String instance, String from, String to, String epoch) {
        return relocate(instance, from, to, epoch, null);
    }

    static InstanceTask relocate(String instance, String from, String to, String epoch, @Nullable DataRate bandwidth) {
        return new InstanceTask.Relocate(
                id(instance), SimulatedInstallation.host(from), SimulatedInstallation.host(to), epoch, bandwidth);
    }

    static InstanceTask boot(String instance, String host, @Nullable String epoch) {
        return new InstanceTask.Boot(id(instance), SimulatedInstallation.host(host), epoch);
    }

    static InstanceTask discard(String instance, String host, String epoch) {
        return new InstanceTask.DiscardCopy(id(instance), SimulatedInstallation.host(host), epoch);
    }

    static InstanceTask release(String instance, String from, String to, String epoch) {
        return new InstanceTask.ReleaseSource(
                id(instance), SimulatedInstallation.host(from), SimulatedInstallation.host(to), epoch);
    }

    static InstanceTask rebuild(String instance, String dead, String to, String epoch) {
        return new InstanceTask.Rebuild(
                id(instance), SimulatedInstallation.host(dead), SimulatedInstallation.host(to), epoch);
    }

    static InstanceTask removeLeftover(String instance, String host) {
        return new InstanceTask.RemoveLeftover(id(instance), SimulatedInstallation.host(host));
    }

    private static InstanceId id(String name) {
        return SimulatedInstallation.instance(name);
    }

    void begin(InstanceTask task) {
        assertThat(tasks().begin(task, SimulatedInstallation.MAY_ACT))
                .as("%s", task)
                .isInstanceOf(TaskAnswer.Accepted.class);
    }

    /** Begins it and lets more time pass than it needs. */
    void done(InstanceTask task) {
        begin(task);
        pass(120);
        assertDone(task);
    }

    void assertDone(InstanceTask task) {
        assertThat(tasks().look(task)).as("%s", task).isInstanceOf(TaskStanding.Done.class);
    }

    void assertNotDone(InstanceTask task) {
        assertThat(tasks().look(task)).as("%s", task).isInstanceOf(TaskStanding.NotDone.class);
    }

    void assertFailed(InstanceTask task, String reason) {
        assertThat(tasks().look(task))
                .as("%s", task)
                .isInstanceOfSatisfying(TaskStanding.Failed.class, failed -> assertThat(failed.reason())
                        .contains(reason));
    }

    OperationProgress progress(InstanceTask task) {
        TaskStanding standing = tasks().look(task);
        assertThat(standing).as("%s", task).isInstanceOf(TaskStanding.UnderWay.class);
        return ((TaskStanding.UnderWay) standing).progress();
    }

    /** Asks for it, and expects a refusal that says this and changes nothing but the ledger. */
    void assertRefused(InstanceTask task, String reason) {
        List<Sighting> before = sightings(task.instance().name());
        assertThat(tasks().begin(task, SimulatedInstallation.MAY_ACT))
                .as("%s", task)
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains(reason));
        assertThat(sightings(task.instance().name())).isEqualTo(before);
    }

    List<Sighting> sightings(String instance) {
        return sim.hypervisor().whereabouts(id(instance)).sightings();
    }

    /** What the instance does on the host; null where the host shows nothing of it. */
    @Nullable
    InstanceState stateOn(String instance, String host) {
        return sim.hypervisor()
                .whereabouts(id(instance))
                .on(SimulatedInstallation.host(host))
                .map(Sighting::state)
                .orElse(null);
    }

    /** The host where the platform says that the instance lives. */
    String homeOf(String instance) {
        return sim.hypervisor()
                .inventory()
                .instance(instance)
                .orElseThrow()
                .host()
                .name();
    }

    void powerOff(String host) {
        fencing().off(SimulatedInstallation.host(host), SimulatedInstallation.MAY_ACT);
    }

    void powerOn(String host) {
        fencing().on(SimulatedInstallation.host(host), SimulatedInstallation.MAY_ACT);
    }

    /** The next request for the instance takes effect after so many seconds, and its answer is lost. */
    void delay(String instance, int seconds) {
        sim.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, instance, null, Duration.ofSeconds(seconds)));
    }

    long count(LedgerEvent event) {
        return sim.count(event);
    }

    @Override
    public void close() {
        sim.close();
    }
}
