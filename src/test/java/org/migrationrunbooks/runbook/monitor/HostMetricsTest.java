package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.OperatingMode;
import org.springframework.beans.factory.annotation.Autowired;

/** What an operator's alerts read of hosts. */
@MonitorTest
class HostMetricsTest {

    @Autowired
    Watchtower tower;

    @Autowired
    Platforms platforms;

    @Autowired
    MeterRegistry everything;

    private HostMonitor monitor;
    private MeterRegistry registry;

    @BeforeEach
    void beginToWatch() {
        monitor = tower.begin();
        registry = registry(monitor);
    }

    @AfterEach
    void leaveEverythingWell() {
        monitor.stop();
        tower.leaveEverythingWell();
    }

    @Test
    void hostsAreCountedFromTheirSilenceToTheirEvacuation() {
        // One host of the fleet was never heard.
        double silent = value("runbooks.hosts.silent");
        double withheld = value("runbooks.hosts.withheld");
        tower.crash("node-a");
        monitor.look();
        assertThat(value("runbooks.hosts.silent")).isEqualTo(silent + 1);
        assertThat(value("runbooks.hosts.failed")).isZero();

        tower.watch(monitor, Duration.ofMinutes(1));

        assertThat(value("runbooks.hosts.silent")).isEqualTo(silent + 1);
        assertThat(value("runbooks.hosts.failed")).isEqualTo(1);
        assertThat(value("runbooks.hosts.withheld"))
                .isGreaterThanOrEqualTo(withheld)
                .isLessThan(silent + 1);
        assertThat(value("runbooks.storm")).isZero();
    }

    @Test
    void aMonitorThatHasNotLookedCountsNothing() {
        HostMonitor idle = tower.node(tower.properties(2), OperatingMode.Mode.OPERATE);
        assertThat(registry(idle).get("runbooks.hosts.silent").gauge().value()).isNaN();
        assertThat(registry(idle).get("runbooks.storm").gauge().value()).isNaN();
    }

    @Test
    void theApplicationHasThemForEachPlatform() {
        assertThat(everything
                        .get("runbooks.hosts.failed")
                        .tag("platform", Watchtower.PLATFORM)
                        .gauge())
                .isNotNull();
    }

    private MeterRegistry registry(HostMonitor read) {
        MeterRegistry registry = new SimpleMeterRegistry();
        new HostMetrics(read, platforms).bindTo(registry);
        return registry;
    }

    private double value(String name) {
        return registry.get(name).tag("platform", Watchtower.PLATFORM).gauge().value();
    }
}
