package org.migrationrunbooks.runbook.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEntry;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has to be true of one platform with one instance when all its runs are over, whatever has failed. */
final class Truths {

    private static final Set<Ending> AT_DESTINATION =
            Set.of(Ending.MIGRATED, Ending.MIGRATED_UNVERIFIED, Ending.REBUILT, Ending.REBUILT_UNVERIFIED);

    private static final Set<String> ASKED =
            Set.of("MIGRATION_ASKED", "TASK_ASKED", "POWER_OFF_ASKED", "POWER_ON_ASKED");

    private static final Set<String> OUTCOMES = Set.of(
            AuditCode.OPERATION_COMPLETED.name(),
            AuditCode.OPERATION_FAILED.name(),
            AuditCode.OPERATION_CANCELLED.name(),
            AuditCode.OPERATION_UNKNOWN.name());

    private final Platform platform;
    private final RunStore runs;
    private final AuditQuery audit;
    private final JdbcClient jdbc;
    private final List<String> broken = new ArrayList<>();

    Truths(Platform platform, RunStore runs, AuditQuery audit, JdbcClient jdbc) {
        this.platform = platform;
        this.runs = runs;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    /** The runs on this platform, oldest first. */
    List<Run> runs() {
        return jdbc
                .sql("select id from mr_runbook where platform = ? order by requested_at")
                .param(platform.name())
                .query(String.class)
                .list()
                .stream()
                .map(RunbookId::new)
                .map(runs::get)
                .toList();
    }

    /** Every truth that does not hold, in words. */
    List<String> broken() {
        List<Run> all = runs();
        List<LedgerEntry> ledger = platform.faultInjection().orElseThrow().ledger();
        neverTwice(ledger);
        all.forEach(this::ended);
        intended(all, ledger);
        somewhere(all);
        return broken;
    }

    private void neverTwice(List<LedgerEntry> ledger) {
        ledger.stream()
                .filter(entry -> entry.event().equals("INVARIANT_BROKEN"))
                .forEach(entry -> broken.add("it was about to run twice: " + entry.detail()));
        ledger.stream()
                .filter(entry -> entry.event().equals("MIGRATION_STARTED"))
                .collect(Collectors.groupingBy(entry -> String.valueOf(entry.operation()), Collectors.counting()))
                .forEach((operation, times) -> check(times == 1, operation + " took effect " + times + " times"));
    }

    private void ended(Run run) {
        String name = run.kind().key();
        check(run.ending() != null, "%s has no end: %s, %s".formatted(name, run.state(), run.attention()));
        check(
                run.ending() == null
                        || AT_DESTINATION.contains(run.ending())
                        || !String.valueOf(run.endingDetail()).isBlank(),
                name + " does not say why it ended so");
        for (String table : List.of("mr_claim", "mr_reservation", "mr_boot_slot")) {
            long held = jdbc.sql("select count(*) from " + table + " where runbook_id = ?")
                    .param(run.id().value())
                    .query(Long.class)
                    .single();
            check(held == 0, "%s holds %d rows of %s".formatted(name, held, table));
        }
        List<AuditEntry> entries = entries(run);
        jdbc.sql("select operation_key from mr_operation where runbook_id = ?")
                .param(run.id().value())
                .query(String.class)
                .list()
                .forEach(key -> accounted(key, entries));
    }

    /** An intent before, and an outcome after. */
    private void accounted(String key, List<AuditEntry> entries) {
        List<AuditEntry> own = entries.stream()
                .filter(entry -> key.equals(entry.details().get("operation")))
                .toList();
        check(!own.isEmpty() && own.get(0).code().equals("OPERATION_INTENDED"), key + " has no intent on record");
        check(
                own.stream()
                                .filter(entry -> entry.code().equals("OPERATION_INTENDED"))
                                .count()
                        <= 1,
                key + " was intended twice");
        check(!own.isEmpty() && OUTCOMES.contains(own.get(own.size() - 1).code()), key + " has no outcome on record");
    }

    /** Nothing was asked of the platform that was not intended before. */
    private void intended(List<Run> all, List<LedgerEntry> ledger) {
        List<AuditEntry> intents = all.stream()
                .flatMap(run -> entries(run).stream())
                .filter(entry -> entry.code().equals("OPERATION_INTENDED"))
                .toList();
        ledger.stream().filter(entry -> ASKED.contains(entry.event())).forEach(entry -> {
            String subject = platform.name() + "/" + (entry.instance() == null ? entry.host() : entry.instance());
            check(
                    intents.stream()
                            .filter(intent -> intent.subject().equals(subject))
                            .anyMatch(intent -> !intent.at().isAfter(entry.at())),
                    "%s of %s was not intended before".formatted(entry.event(), subject));
        });
    }

    private List<AuditEntry> entries(Run run) {
        return audit.find(AuditFilter.of(run.id()), AuditQuery.Order.SEALED, 0, 1000)
                .items();
    }

    /** It runs in one place, and there where the last run says; or the last run says why it does not. */
    private void somewhere(List<Run> all) {
        InstanceId web = new InstanceId(platform.name(), Situation.INSTANCE);
        List<Sighting> sightings = platform.hypervisor().whereabouts(web).sightings();
        List<String> running = sightings.stream()
                .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                .map(Sighting::host)
                .map(HostId::name)
                .toList();
        check(running.size() <= 1, "it runs on " + running);
        check(platform.hypervisor().inventory().instance(web.name()).isPresent(), "it is nowhere");
        all.stream()
                .filter(run -> run.ending() != null && AT_DESTINATION.contains(run.ending()))
                .reduce((earlier, later) -> later)
                // What has run there is off where the host itself was lost since.
                .filter(run -> !lostSince(run))
                .ifPresent(run -> {
                    String there = run.plan().moves().get(0).to().name();
                    check(
                            running.equals(List.of(there)),
                            "%s says %s, but it runs on %s".formatted(run.kind().key(), there, running));
                });
    }

    private boolean lostSince(Run run) {
        Instant ended = Objects.requireNonNull(run.endedAt());
        String there = run.plan().moves().get(0).to().name();
        return platform.faultInjection().orElseThrow().ledger().stream()
                .anyMatch(entry -> entry.event().equals("HOST_CRASHED")
                        && there.equals(entry.host())
                        && !entry.at().isBefore(ended));
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
