package org.migrationrunbooks.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.runbook.OperatingMode;
import org.migrationrunbooks.runbook.monitor.Judgement;
import org.migrationrunbooks.runbook.monitor.MonitorState;
import org.migrationrunbooks.runbook.monitor.WatchedSide;

/**
 * What the host monitor saw.
 *
 * @param acts whether the node that answers acts on it
 * @param lookedAt left out before the first look
 * @param silentPlatforms those that did not tell their hosts, and what they said
 * @param storms platforms of which so many hosts are silent together that nothing is raised and nothing fenced
 */
record MonitorView(
        boolean enabled,
        OperatingMode.Mode mode,
        boolean acts,
        @Nullable Instant lookedAt,
        List<String> silentPlatforms,
        List<StormView> storms,
        List<WatchedHostView> hosts) {

    static MonitorView of(MonitorState state, OperatingMode.Mode mode) {
        return new MonitorView(
                state.enabled(),
                mode,
                state.acts(),
                state.lookedAt(),
                state.silentPlatforms(),
                state.storms().stream().map(StormView::of).toList(),
                state.hosts().stream().map(WatchedHostView::of).toList());
    }

    /** Hosts that fell silent together. */
    record StormView(String platform, Instant since, List<String> hosts) {

        static StormView of(MonitorState.Storm storm) {
            return new StormView(
                    storm.platform(),
                    storm.since(),
                    storm.hosts().stream().map(HostId::name).toList());
        }
    }

    /**
     * One host.
     *
     * @param silentSince since when its hypervisor has not answered; left out while it does
     * @param verdict what the monitor makes of it
     * @param why in words
     */
    record WatchedHostView(
            String name,
            String platform,
            HostState state,
            @Nullable Instant silentSince,
            Judgement.Code verdict,
            String why,
            @Nullable Links links,
            List<SideView> sides) {

        static WatchedHostView of(MonitorState.Seen seen) {
            Judgement judgement = seen.judgement();
            RunbookId run = judgement.run();
            return new WatchedHostView(
                    seen.host().name(),
                    seen.host().platform(),
                    seen.state(),
                    seen.unheardSince(),
                    judgement.code(),
                    judgement.why(),
                    run == null ? null : new Links(RunbookLinks.self(run)),
                    seen.sides().stream().map(SideView::of).toList());
        }
    }

    /** @param runbook the run that was raised, or that acts on the host already */
    record Links(String runbook) {}

    /**
     * What one side said last.
     *
     * @param silentSince since when it has said nothing else; left out where it is not silent
     */
    record SideView(
            LifeSign.Side side,
            String source,
            LifeSign.Verdict verdict,
            String evidence,
            Instant readAt,
            @Nullable Instant silentSince) {

        static SideView of(WatchedSide side) {
            LifeSign sign = side.sign();
            return new SideView(
                    sign.side(), sign.source(), sign.verdict(), sign.evidence(), sign.readAt(), side.silentSince());
        }
    }
}
