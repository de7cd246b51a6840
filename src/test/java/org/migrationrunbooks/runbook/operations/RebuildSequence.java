package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunRows;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.hosts.AttestationRefusedException;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.migrationrunbooks.testing.StoppedClock;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** One evacuation and whatever happens to its host, to its devices and to the workers meanwhile, as a seed says. */
final class RebuildSequence {

    private static final String APPROVER = "approver";
    private static final HostId HOST = new HostId(RebuildBench.PLATFORM, "node-a");
    private static final List<String> GUESTS = List.of("web", "db");
    private static final List<String> PEOPLE = List.of("ann", "bob", "cleo");
    private static final int LOOKS = 3;

    private final RebuildBench bench;
    private final Random random;
    private final StoppedClock clock;
    private final PowerStrip strip;
    private final Platform platform;
    private final TransactionTemplate transaction;
    private final Map<String, Integer> seen;
    private final RebuildRule rule;
    private final List<String> story = new ArrayList<>();
    private final Run evacuation;
    private final Map<String, Run> parts;
    private final Map<String, BenchTenure> open = new HashMap<>();
    private Plan plan;
    private int judged;
    private int tasks;

    /** Takes where to count what has happened, by what it was. */
    RebuildSequence(RebuildBench bench, long seed, Map<String, Integer> seen) {
        this.bench = bench;
        this.random = new Random(seed);
        this.seen = seen;
        clock = bench.bean(StoppedClock.class);
        strip = bench.bean(PowerStrip.class);
        platform = bench.bean(Platforms.class).get(RebuildBench.PLATFORM);
        transaction = bench.bean(TransactionTemplate.class);
        bench.reset();
        strip.mode(PowerStrip.Mode.HONEST);
        plan = plan(false);
        rule = new RebuildRule(plan.hash());
        evacuation = transaction(() -> {
            Run run = bench.bean(RunRows.class).aboutHost(RunbookKind.NODE_EVACUATION, HOST, "operator");
            bench.bean(Claims.class).preempt(run.id(), HOST);
            approve(run, plan);
            return run;
        });
        parts = transaction(() -> plan.moves().stream()
                .map(move -> bench.bean(RunRows.class).rebuild(evacuation, move))
                .collect(Collectors.toMap(part -> part.instance().name(), part -> part)));
    }

    /** Lets it happen; the violation of the rule, with everything that led to it, if there is one. */
    Optional<String> play() {
        if (random.nextInt(10) < 3) {
            evidenceOfAnEarlierEvacuation();
        }
        begin();
        int steps = 4 + random.nextInt(7);
        for (int step = 0; step < steps; step++) {
            clock.pass(Duration.ofSeconds(1 + random.nextInt(30)));
            Optional<String> violation = act();
            if (violation.isPresent()) {
                return Optional.of(violation.get() + "\n  " + rule + ", strip " + strip.mode() + "\n  "
                        + String.join("\n  ", story));
            }
        }
        return Optional.empty();
    }

    /** A host that is well, one that has failed, or one that has failed and that no device switches off. */
    private void begin() {
        int kind = random.nextInt(10);
        if (kind >= 2) {
            fail(any(List.of(Fault.Kind.HOST_CRASH, Fault.Kind.HOST_CRASH, Fault.Kind.HOST_ISOLATED)));
        }
        if (kind >= 6) {
            fail(Fault.Kind.FENCING_FAILS);
        }
        if (kind >= 8) {
            fail(Fault.Kind.STORAGE_UNREACHABLE);
        }
    }

    private Optional<String> act() {
        int kind = random.nextInt(20);
        if (kind < 6) {
            return rebuild(any(GUESTS));
        } else if (kind < 9) {
            return fence();
        } else if (kind < 13) {
            return attest(any(PEOPLE), random.nextInt(8) > 0);
        } else if (kind < 15) {
            strip.mode(any(List.of(PowerStrip.Mode.values())));
            story.add("the strip is " + strip.mode());
        } else if (kind < 16) {
            boolean on = random.nextBoolean();
            byHand(on);
        } else if (kind < 17) {
            change();
        } else if (kind < 18) {
            platform.faultInjection().orElseThrow().clear();
            rule.mended();
            story.add("everything is mended");
        } else {
            fail(any(FAULTS));
        }
        return Optional.empty();
    }

    private static final List<Fault.Kind> FAULTS = List.of(
            Fault.Kind.HOST_CRASH,
            Fault.Kind.HOST_ISOLATED,
            Fault.Kind.FENCING_FAILS,
            Fault.Kind.STORAGE_UNREACHABLE,
            Fault.Kind.LINK_LOSS);

    private void fail(Fault.Kind kind) {
        faults().inject(new Fault(kind, HOST.name(), null, null, null));
        story.add(kind.toString());
        switch (kind) {
            case HOST_CRASH -> rule.crash();
            case HOST_ISOLATED -> rule.isolated = true;
            case FENCING_FAILS -> rule.switchBroken = true;
            case STORAGE_UNREACHABLE -> rule.storageLost = true;
            default -> rule.linkLost = true;
        }
    }

    /** Somebody who stands before the host. */
    private void byHand(boolean on) {
        FencingDevice device = platform.fencingDevices().get(0);
        try {
            if (on) {
                device.on(HOST, () -> {});
                rule.powerGiven();
            } else {
                device.off(HOST, () -> {});
                rule.powerTaken();
            }
            story.add("by hand " + (on ? "on" : "off"));
        } catch (PlatformUnreachableException e) {
            story.add("by hand not switched");
        }
    }

    private void change() {
        plan = plan(plan.equals(plan(false)));
        transaction(() -> {
            approve(evacuation, plan);
            return plan;
        });
        rule.planned(plan.hash());
        open.clear();
        story.add("another plan");
    }

    /** The same moves each time; what else is decided may differ. */
    private static Plan plan(boolean other) {
        List<Disposition> dispositions = new ArrayList<>();
        GUESTS.forEach(guest -> dispositions.add(new Disposition(
                new InstanceId(HOST.platform(), guest),
                Disposition.Kind.REBUILD,
                new HostId(HOST.platform(), "node-b"),
                "a test",
                null,
                0,
                1)));
        dispositions.add(new Disposition(
                new InstanceId(HOST.platform(), "cron"),
                other ? Disposition.Kind.EXCLUDED : Disposition.Kind.STAYS_OFF,
                null,
                "a test",
                null,
                0,
                null));
        return Plan.ofEvacuation(RunbookKind.NODE_EVACUATION.key(), HOST, dispositions, null);
    }

    /** As one whose token names the role, since there is no engine here that knows people. */
    private static void asApprover(Runnable decision) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(APPROVER, null, "ROLE_approvers"));
        try {
            decision.run();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private void approve(Run run, Plan approved) {
        runs().plan(run.id(), approved, ApprovalTerms.of(true, "a test"));
        Approvals approvals = bench.bean(Approvals.class);
        if (!approvals.granted(run.id(), run.toApprove(approved.hash()))) {
            asApprover(() -> approvals.decide(run.id(), approved.hash(), APPROVER, Decision.APPROVE, "seen"));
        }
    }

    /** What was once proved and attested for another run about the same host. */
    private void evidenceOfAnEarlierEvacuation() {
        transaction(() -> {
            Run earlier = bench.bean(RunRows.class).aboutHost(RunbookKind.NODE_EVACUATION, HOST, "operator");
            PowerReading off = new PowerReading(PowerState.OFF, clock.instant(), "off then");
            bench.bean(PowerEvidence.class).append(earlier.id(), HOST, strip, off);
            return earlier;
        });
        story.add("an earlier evacuation has proved it");
    }

    private Optional<String> attest(String person, boolean rightly) {
        try {
            transaction(() -> {
                bench.bean(Attestations.class)
                        .attest(evacuation.id(), plan.hash(), HOST, rightly ? HOST.name() : "node-b", person, "seen");
                return person;
            });
        } catch (AttestationRefusedException e) {
            count("attestation refused: " + e.refusal());
            story.add("%s attests, refused: %s".formatted(person, e.refusal()));
            return Optional.empty();
        }
        count("attested");
        story.add(person + " attests");
        return rule.attested(person, rightly, strip.mode());
    }

    private Optional<String> fence() {
        PowerOperation operation = bench.bean(PowerOperation.class);
        return work("Task_FenceHost", operation, evacuation, () -> {
            boolean off = fresh().stream().anyMatch(entry -> entry.event().equals("HOST_POWERED_OFF"));
            if (off) {
                rule.powerTaken();
            }
            return Optional.empty();
        });
    }

    private Optional<String> rebuild(String guest) {
        Run run = Objects.requireNonNull(parts.get(guest));
        return work("Task_RebuildInstance", bench.bean(InstanceTaskOperation.class), run, () -> judge(guest));
    }

    private interface Look {
        Optional<String> violation();
    }

    /** A worker takes the task up, or goes on with it, and may lose it on the way. */
    private Optional<String> work(String step, LongOperation operation, Run run, Look after) {
        String about = step + " of " + run.target().name();
        int extensions = random.nextInt(6) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
        BenchTenure before = open.get(about);
        String task = before == null ? "task-" + ++tasks : before.taskId();
        BenchTenure tenure = new BenchTenure(run.id(), step, task, extensions);
        open.put(about, tenure);
        TransferWatch watch = operation.watch(run, step);
        String lost = "";
        for (int look = 0; look < LOOKS && tenure.end() == null && lost.isEmpty(); look++) {
            strip.lastTold();
            try {
                operation.look(tenure, watch);
            } catch (LeaseLostException e) {
                lost = ", the worker is gone";
                count("worker gone");
            }
            Optional<String> violation = after.violation();
            if (violation.isPresent()) {
                story.add(about + lost);
                return violation;
            }
            clock.pass(Duration.ofSeconds(40));
        }
        if (tenure.end() != null) {
            open.remove(about);
        }
        story.add("%s: %s%s".formatted(about, tenure.end(), lost));
        count(step + ": " + kind(tenure.end()));
        return Optional.empty();
    }

    private static String kind(@Nullable String end) {
        if (end == null) {
            return "goes on";
        }
        return List.of(
                        "done",
                        "EVIDENCE_MISSING",
                        "Nobody and nothing has proved",
                        "shows a sign of life",
                        "the power of",
                        "did not tell whether",
                        "answers again",
                        "is alive on")
                .stream()
                .filter(end::contains)
                .findFirst()
                .orElse("other");
    }

    private Optional<String> judge(String guest) {
        List<LedgerEntry> fresh = fresh();
        boolean asked =
                fresh.stream().anyMatch(entry -> entry.event().equals("TASK_ASKED") && guest.equals(entry.instance()));
        boolean twice = fresh.stream().anyMatch(entry -> entry.event().equals("REBUILD_STARTED")) && rule.guestsRun;
        if (twice) {
            return Optional.of(guest + " was started while it runs on its host");
        }
        if (!asked) {
            return Optional.empty();
        }
        List<PowerEvidence.Entry> readings = bench.bean(PowerEvidence.class).of(evacuation.id());
        Instant now = clock.instant();
        PowerEvidence.@Nullable Entry newest = readings.isEmpty() ? null : readings.get(readings.size() - 1);
        PowerReading reading = newest != null && newest.reading().readAt().equals(now) ? newest.reading() : null;
        count(
                reading == null
                        ? "rebuild asked for, attested"
                        : "rebuild asked for, read back" + (rule.guestsRun ? ", by a device that lies" : ""));
        return rule.rebuilt(reading, newest == null ? null : newest.device(), strip.mode(), strip.lastTold());
    }

    /** What has come to the ledger since this was asked for the last time. */
    private List<LedgerEntry> fresh() {
        List<LedgerEntry> ledger = faults().ledger();
        List<LedgerEntry> fresh = ledger.subList(judged, ledger.size());
        judged = ledger.size();
        return fresh;
    }

    private FaultInjection faults() {
        return platform.faultInjection().orElseThrow();
    }

    private RunStore runs() {
        return bench.bean(RunStore.class);
    }

    private <T> T transaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }
}
