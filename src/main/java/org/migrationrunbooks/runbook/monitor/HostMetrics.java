package org.migrationrunbooks.runbook.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;

/**
 * How many hosts of each platform are silent or have failed, as this node saw them at its last look. Not a number where it has not looked,
 * so that a monitor which is off is never taken for one that finds everything well.
 */
@Component
class HostMetrics implements MeterBinder {

    private static final Set<Judgement.Code> LEFT_OUT =
            EnumSet.of(Judgement.Code.LEFT_ALONE, Judgement.Code.NOT_WATCHED, Judgement.Code.NO_SIDE);

    private static final Set<Judgement.Code> FAILED = EnumSet.of(Judgement.Code.RAISED, Judgement.Code.ACTED_ON);

    private final HostMonitor monitor;
    private final Platforms platforms;

    HostMetrics(HostMonitor monitor, Platforms platforms) {
        this.monitor = monitor;
        this.platforms = platforms;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        platforms.all().forEach(platform -> {
            String name = platform.name();
            gauge(
                    registry,
                    name,
                    "silent",
                    "Hosts whose hypervisor does not answer, but for those left alone",
                    silent());
            gauge(
                    registry,
                    name,
                    "failed",
                    "Silent hosts for which an evacuation was raised, or on which a run acts",
                    silent().and(seen -> FAILED.contains(seen.judgement().code())));
            gauge(
                    registry,
                    name,
                    "withheld",
                    "Silent hosts for which no evacuation is raised and that are left to people",
                    silent().and(seen -> seen.judgement().withheld()));
            Gauge.builder("runbooks.storm", monitor, read -> storms(read.state(), name))
                    .description("1 while so many hosts are silent together that nothing is fenced; else 0")
                    .tag("platform", name)
                    .register(registry);
        });
    }

    private static Predicate<MonitorState.Seen> silent() {
        return seen -> seen.unheardSince() != null
                && !LEFT_OUT.contains(seen.judgement().code());
    }

    private void gauge(
            MeterRegistry registry,
            String platform,
            String what,
            String description,
            Predicate<MonitorState.Seen> counted) {
        Gauge.builder("runbooks.hosts." + what, monitor, read -> count(read.state(), platform, counted))
                .description(description)
                .tag("platform", platform)
                .register(registry);
    }

    private static double count(MonitorState state, String platform, Predicate<MonitorState.Seen> counted) {
        return state.lookedAt() == null
                ? Double.NaN
                : state.hosts().stream()
                        .filter(seen -> seen.host().platform().equals(platform))
                        .filter(counted)
                        .count();
    }

    private static double storms(MonitorState state, String platform) {
        return state.lookedAt() == null
                ? Double.NaN
                : state.storms().stream()
                        .filter(storm -> storm.platform().equals(platform))
                        .count();
    }
}
