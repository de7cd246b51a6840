package org.migrationrunbooks.runbook;

import java.util.List;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * On the very first start, starts a few runs on the simulated fleet, so that Cockpit, Tasklist and the audit have something to
 * show: one that is carried out at once, one that waits for its approval, one that needs a person. Never touches a real platform.
 */
@Component
@OnlyWhereOperating
@ConditionalOnProperty("runbooks.sample-runs")
class SampleRuns {

    private static final Logger log = LoggerFactory.getLogger(SampleRuns.class);
    private static final String REQUESTER = "operator";

    private static final List<StartRequest> SAMPLES = List.of(
            sample("mail-1", "Try a migration that needs no approval"),
            sample("queue-1", "Rack work next week: move the queue away"),
            sample("db-2", "See what happens to an instance that writes faster than the link carries"));

    private final Platforms platforms;
    private final Runbooks runbooks;
    private final RunbookStart start;

    SampleRuns(Platforms platforms, Runbooks runbooks, RunbookStart start) {
        this.platforms = platforms;
        this.runbooks = runbooks;
        this.start = start;
    }

    private static StartRequest sample(String instance, String reason) {
        return StartRequest.ofInstance(null, instance, null, reason);
    }

    @EventListener(ApplicationReadyEvent.class)
    void startSamples() {
        boolean onlySimulated = platforms.all().stream().map(Platform::type).allMatch("simulated"::equals);
        if (!onlySimulated || runbooks.any()) {
            return;
        }
        for (StartRequest sample : SAMPLES) {
            StartAnswer answer = start.start(RunbookKind.LIVE_MIGRATION, sample, REQUESTER, null);
            if (answer instanceof StartAnswer.Refused refused) {
                log.info(
                        "No sample run of {}: {}",
                        sample.instance(),
                        refused.problem().detail());
            }
        }
    }
}
