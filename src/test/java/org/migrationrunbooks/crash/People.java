package org.migrationrunbooks.crash;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.StartAnswer;
import org.migrationrunbooks.runbook.StartRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever works with the runbooks, inside a node. They do one thing at a time in each lane, on a thread of its own, since that may be held
 * for ever.
 */
class People {

    private static final Logger log = LoggerFactory.getLogger(People.class);

    private final RunbookStart start;
    private final RunbookDecisions decisions;
    private final LaneReader reader;
    private final Platforms platforms;
    private final AtomicInteger threads = new AtomicInteger();
    private final Map<Lane, Thread> busy = new ConcurrentHashMap<>();

    People(RunbookStart start, RunbookDecisions decisions, LaneReader reader, Platforms platforms) {
        this.start = start;
        this.decisions = decisions;
        this.reader = reader;
        this.platforms = platforms;
    }

    /** Lets happen what the course begins with. */
    void prepare(Course course, Lane lane) {
        course.faults(lane).forEach(fault -> platforms
                .get(LaneReader.PLATFORM)
                .faultInjection()
                .orElseThrow()
                .inject(fault));
    }

    /**
     * Does what a person would do now.
     *
     * @return true where nothing is left to do
     */
    boolean advance(Course course, RunbookKind kind, Lane lane) {
        Thread now = busy.get(lane);
        if (now != null && now.isAlive()) {
            return false;
        }
        List<Run> runs = reader.runs(lane);
        if (runs.stream().noneMatch(run -> run.kind() == kind)) {
            act(lane, () -> ask(course, kind, lane));
            return false;
        }
        List<Run> open = runs.stream().filter(run -> !run.state().ended()).toList();
        open.stream()
                .filter(run -> waits(course, run))
                .findFirst()
                .ifPresent(run -> act(lane, () -> answer(course, run)));
        return open.isEmpty();
    }

    /** Asks for it, again if it was asked before: with the same idempotency key, as a caller does who got no answer. */
    void ask(Course course, RunbookKind kind, Lane lane) {
        StartRequest request = kind == course.kind()
                ? course.request(lane)
                : StartRequest.ofHost(LaneReader.PLATFORM, lane.source(), "to return");
        StartAnswer answer = start.start(kind, request, "operator", kind.key() + "-" + lane);
        if (answer instanceof StartAnswer.Refused refused) {
            log.warn("{} in lane {} was refused: {}", kind, lane, refused.problem());
        }
    }

    private void act(Lane lane, Runnable act) {
        Thread thread = new Thread(act, "console-" + threads.incrementAndGet());
        thread.setDaemon(true);
        busy.put(lane, thread);
        thread.start();
    }

    private boolean waits(Course course, Run run) {
        return run.state() == RunbookState.AWAITING_APPROVAL
                || run.state() == RunbookState.NEEDS_ATTENTION
                || (course.cancelled() && !run.cancelRequested() && reader.moves(run));
    }

    private void answer(Course course, Run run) {
        if (run.state() == RunbookState.AWAITING_APPROVAL) {
            decisions.approve(run.id(), asked(run), "approver", Decision.APPROVE, "seen");
        } else if (run.state() == RunbookState.NEEDS_ATTENTION) {
            decide(run, course.atGate(run));
        } else {
            decisions.cancel(run.id(), "operator", "changed my mind");
        }
    }

    private static PlanHash asked(Run run) {
        var plan = Objects.requireNonNull(run.plan());
        return run.asked() == null ? plan.hash() : run.asked().hash(plan);
    }

    private void decide(Run run, @Nullable GateDecision decision) {
        if (decision == null) {
            for (String person : List.of("approver", "approver2")) {
                decisions.attest(run.id(), run.host().name(), person, "seen with my own eyes");
            }
        } else {
            decisions.decide(run.id(), decision, "operator", "go on");
        }
    }
}
