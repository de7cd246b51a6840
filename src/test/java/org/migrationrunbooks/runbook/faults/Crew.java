package org.migrationrunbooks.runbook.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.StartAnswer;
import org.migrationrunbooks.runbook.StartRequest;

/**
 * The people of one cell: they ask for the runbook, approve, try again at the gates while it is broken, then mend what is broken and try
 * again, and give up at last.
 */
final class Crew {

    /** Longer than anything here may be silent, in doubt, stand still or be tried again (112 s, a step) before people are asked. */
    private static final Duration NOTICED = Duration.ofMinutes(4);

    private static final Duration ALL_QUEUES = Duration.ofSeconds(3);
    private static final String REASON = "a fault is rehearsed";

    private final Cell cell;
    private final RunbookStart start;
    private final RunbookDecisions decisions;
    private final RunStore runs;
    private final FaultInjection faults;
    private final Deque<Runnable> phases = new ArrayDeque<>();
    private final Map<RunbookId, Integer> gates = new HashMap<>();
    private int answered;
    private boolean mended;
    private boolean unasked;
    private boolean failedInBoot;

    Crew(Cell cell, RunbookStart start, RunbookDecisions decisions, RunStore runs, Platforms platforms) {
        this.cell = cell;
        this.start = start;
        this.decisions = decisions;
        this.runs = runs;
        this.faults = Cell.faults(platforms.get(cell.platform()));
        phases.addAll(phases());
    }

    /** How often people were asked at a gate. */
    int answered() {
        return answered;
    }

    /** Whether they have noticed by themselves that something stands still. */
    boolean unasked() {
        return unasked;
    }

    private List<Runnable> phases() {
        return switch (cell.situation()) {
            case LIVE, LIVE_WITH_DISKS -> List.of(() -> move(RunbookKind.LIVE_MIGRATION, null, null));
            case COLD, COLD_TAKEN_BACK -> List.of(() -> move(RunbookKind.COLD_MIGRATION, null, null));
            case COLD_HARD -> List.of(() -> move(RunbookKind.COLD_MIGRATION, true, null));
            case EVACUATION, REBUILD_GIVEN_UP -> List.of(this::evacuate);
            case TAKEN_OVER -> List.of(() -> move(RunbookKind.COLD_MIGRATION, null, DataRate.ofMegabitsPerSecond(400)));
            case RETURN, RETURN_REJECTED -> List.of(this::evacuate, this::takeBack);
        };
    }

    /** Does what people would do now; true where nothing is left to do. */
    boolean advance() {
        List<Run> live = live();
        if (live.isEmpty() && !phases.isEmpty()) {
            phases.remove().run();
            return false;
        }
        interfere(live);
        live.forEach(this::attend);
        return live.isEmpty() && queuesAreEmpty();
    }

    private List<Run> live() {
        return runs.live().stream()
                .filter(run -> run.target().platform().equals(cell.platform()))
                .toList();
    }

    private boolean queuesAreEmpty() {
        Instant sprung = cell.sprungAt();
        return cell.fault().kind() != Fault.Kind.CARRIED_OUT_LATER
                || sprung == null
                || sprung.plus(ALL_QUEUES).isBefore(Instant.now());
    }

    /** What has to happen meanwhile for the operation to be reached, and what people notice without being asked. */
    private void interfere(List<Run> live) {
        if (cell.situation() == Situation.TAKEN_OVER
                && live.size() == 1
                && live.get(0).kind() == RunbookKind.COLD_MIGRATION
                && happened("RELOCATION_STARTED")) {
            evacuate();
        }
        if (cell.situation() == Situation.REBUILD_GIVEN_UP && !failedInBoot && happened("REBUILD_STARTED")) {
            live.stream()
                    .filter(run -> run.kind() == RunbookKind.INSTANCE_REBUILD)
                    .forEach(run -> inject(
                            Fault.Kind.STORAGE_UNREACHABLE,
                            plan(run).moves().get(0).to().name()));
            failedInBoot = true;
        }
        Instant sprung = cell.sprungAt();
        if (sprung != null && !mended && sprung.plus(NOTICED).isBefore(Instant.now())) {
            unasked = !live.isEmpty();
            mend(live);
        }
    }

    private void attend(Run run) {
        if (run.state() == RunbookState.AWAITING_APPROVAL) {
            approve(run);
        } else if (run.state() == RunbookState.NEEDS_ATTENTION) {
            answer(run, gates.merge(run.id(), 1, Integer::sum));
        }
    }

    private void approve(Run run) {
        boolean rejected = cell.situation() == Situation.RETURN_REJECTED && run.kind() == RunbookKind.RETURN_TO_SERVICE;
        Plan plan = plan(run);
        PlanHash asked = run.asked() == null ? plan.hash() : run.asked().hash(plan);
        var unused =
                decisions.approve(run.id(), asked, "approver", rejected ? Decision.REJECT : Decision.APPROVE, REASON);
    }

    private void answer(Run run, int times) {
        answered++;
        if (cell.sprungAt() == null && failedInBoot) {
            faults.clear();
            inject(Fault.Kind.HOST_CRASH, Situation.SOURCE);
        } else if (times > patience(run)) {
            mend(live());
        }
        if (run.kind() == RunbookKind.NODE_EVACUATION && times <= 2) {
            var unused = decisions.attest(run.id(), Situation.SOURCE, times == 1 ? "operator" : "operator2", REASON);
            return;
        }
        var unused = decisions.decide(run.id(), decision(run, times), "operator", REASON);
    }

    /** How often they try while it is broken. */
    private static int patience(Run run) {
        return run.kind() == RunbookKind.NODE_EVACUATION ? 3 : 1;
    }

    private GateDecision decision(Run run, int times) {
        if (String.valueOf(run.attention()).startsWith("A step failed for good")) {
            // No gate: there is nothing else to say to it.
            return GateDecision.RETRY;
        }
        return switch (run.kind()) {
            case LIVE_MIGRATION ->
                times < 4 ? GateDecision.RETRY : times == 4 ? GateDecision.OTHER_DESTINATION : GateDecision.GIVE_UP;
            case COLD_MIGRATION ->
                cell.situation() == Situation.COLD_TAKEN_BACK || times > 4 ? GateDecision.GIVE_UP : GateDecision.RETRY;
            case INSTANCE_REBUILD ->
                cell.situation() == Situation.REBUILD_GIVEN_UP || times > 5
                        ? GateDecision.GIVE_UP
                        : times == 5 ? GateDecision.OTHER_DESTINATION : GateDecision.RETRY;
            case NODE_EVACUATION, RETURN_TO_SERVICE -> times > 6 ? GateDecision.GIVE_UP : GateDecision.RETRY;
        };
    }

    /** Everything works again; a host that is being evacuated stays dead. */
    private void mend(List<Run> live) {
        if (mended || cell.sprungAt() == null) {
            return;
        }
        mended = true;
        faults.clear();
        if (live.stream().anyMatch(run -> run.kind() == RunbookKind.NODE_EVACUATION)) {
            inject(Fault.Kind.HOST_CRASH, Situation.SOURCE);
        }
    }

    private boolean happened(String event) {
        return faults.ledger().stream().anyMatch(entry -> entry.event().equals(event));
    }

    private void inject(Fault.Kind kind, String host) {
        faults.inject(new Fault(kind, host, null, null, null));
    }

    private void move(RunbookKind kind, @Nullable Boolean hardStop, @Nullable DataRate bandwidth) {
        begin(
                kind,
                new StartRequest(
                        cell.platform(),
                        Situation.INSTANCE,
                        null,
                        Situation.NEAR,
                        REASON,
                        null,
                        null,
                        null,
                        hardStop,
                        null,
                        bandwidth));
    }

    private void evacuate() {
        inject(Fault.Kind.HOST_CRASH, Situation.SOURCE);
        begin(
                RunbookKind.NODE_EVACUATION,
                new StartRequest(
                        cell.platform(),
                        null,
                        Situation.SOURCE,
                        null,
                        REASON,
                        null,
                        null,
                        null,
                        null,
                        List.of(Situation.INSTANCE),
                        null));
    }

    private void takeBack() {
        begin(RunbookKind.RETURN_TO_SERVICE, StartRequest.ofHost(cell.platform(), Situation.SOURCE, REASON));
    }

    private void begin(RunbookKind kind, StartRequest request) {
        if (!(start.start(kind, request, "operator", null) instanceof StartAnswer.Started)) {
            throw new IllegalStateException("%s was not begun in %s".formatted(kind, cell));
        }
    }

    private static Plan plan(Run run) {
        return Objects.requireNonNull(run.plan());
    }
}
