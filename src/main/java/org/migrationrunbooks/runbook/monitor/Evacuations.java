package org.migrationrunbooks.runbook.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.PlatformException;
import org.migrationrunbooks.runbook.Problem;
import org.migrationrunbooks.runbook.ProblemCode;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.StartAnswer;
import org.migrationrunbooks.runbook.StartRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks for evacuations as anybody does, in the name of the monitor and with one idempotency key per outage, so that no outage is
 * answered by two runs, whichever node asks and however often.
 */
@Component
class Evacuations {

    static final String REQUESTER = "host-monitor";

    private static final Logger log = LoggerFactory.getLogger(Evacuations.class);

    /** What was refused is asked for again, since the reason may have gone. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final int LONGEST_REASON = 1500;

    private final RunbookStart start;
    private final RunStore runs;
    private final WatchStore store;
    private final Clock clock;
    private final Map<HostId, Refusal> refusals = new ConcurrentHashMap<>();

    Evacuations(RunbookStart start, RunStore runs, WatchStore store, Clock clock) {
        this.start = start;
        this.runs = runs;
        this.store = store;
        this.clock = clock;
    }

    private record Refusal(Instant outage, Instant at, Judgement judgement) {}

    /** Raises the evacuation of a host for the outage that began then. */
    Judgement raise(WatchedHost host, Instant outage) {
        Refusal earlier = refusals.get(host.id());
        if (earlier != null
                && earlier.outage().equals(outage)
                && clock.instant().isBefore(earlier.at().plus(PAUSE))) {
            return earlier.judgement();
        }
        Judgement judgement = ask(host, outage);
        if (judgement.code() == Judgement.Code.REFUSED) {
            refusals.put(host.id(), new Refusal(outage, clock.instant(), judgement));
        } else {
            refusals.remove(host.id());
        }
        return judgement;
    }

    private Judgement ask(WatchedHost host, Instant outage) {
        String reason = "The host monitor has not heard of it since %s: %s".formatted(outage, host.told());
        StartRequest request = StartRequest.ofHost(
                host.id().platform(), host.id().name(), reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
        StartAnswer answer;
        try {
            answer = start.start(
                    RunbookKind.NODE_EVACUATION, request, REQUESTER, "outage of %s at %s".formatted(host.id(), outage));
        } catch (PlatformException e) {
            return Judgement.of(Judgement.Code.REFUSED, "It could not be asked for: " + e.getMessage());
        }
        if (answer instanceof StartAnswer.Started started) {
            log.warn("Raised run {}: {} has failed. {}", started.run().id(), host.id(), reason);
            return raised(host.id(), started.run().id());
        }
        if (answer instanceof StartAnswer.Existing existing) {
            return raised(host.id(), existing.run().id());
        }
        Problem problem = ((StartAnswer.Refused) answer).problem();
        RunbookId other = problem.other();
        // Another node has asked about the same outage in other words.
        return problem.code() == ProblemCode.IDEMPOTENCY_KEY_REUSED && other != null
                ? raised(host.id(), other)
                : new Judgement(Judgement.Code.REFUSED, "%s: %s".formatted(problem.code(), problem.detail()), other);
    }

    private Judgement raised(HostId host, RunbookId run) {
        store.raised(host, run);
        return told(run);
    }

    /** What became of what was raised for an outage that lasts. */
    Judgement told(RunbookId run) {
        return new Judgement(
                Judgement.Code.RAISED,
                runs.find(run)
                        .map(raised -> raised.state().ended()
                                ? "The evacuation that was raised is %s. It is not raised again for this outage; start it by hand if need be."
                                        .formatted(raised.state().code())
                                : "An evacuation was raised and is %s."
                                        .formatted(raised.state().code()))
                        .orElse("An evacuation was raised."),
                run);
    }
}
