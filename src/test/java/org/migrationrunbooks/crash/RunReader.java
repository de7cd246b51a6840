package org.migrationrunbooks.crash;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditEntry;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.audit.AuditVerification;
import org.migrationrunbooks.audit.AuditVerifier;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunDetails;
import org.migrationrunbooks.runbook.RunFilter;
import org.migrationrunbooks.runbook.RunPage;
import org.migrationrunbooks.runbook.Runbooks;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads, inside a node, all that is known of the run of one instance. */
final class RunReader {

    static final String PLATFORM = "test";
    private static final int ALL = 500;

    private final Runbooks runbooks;
    private final Platforms platforms;
    private final AuditQuery audit;
    private final AuditVerifier verifier;
    private final JdbcClient jdbc;

    RunReader(Runbooks runbooks, Platforms platforms, AuditQuery audit, AuditVerifier verifier, JdbcClient jdbc) {
        this.runbooks = runbooks;
        this.platforms = platforms;
        this.audit = audit;
        this.verifier = verifier;
        this.jdbc = jdbc;
    }

    Optional<Run> run(String instance) {
        return runs(instance).items().stream().findFirst();
    }

    RunReport report(String instance) {
        Run run = run(instance).orElseThrow();
        RunDetails details = runbooks.details(run.id()).orElseThrow();
        var platform = platforms.get(PLATFORM);
        return new RunReport(
                (int) runs(instance).total(),
                run.state().code(),
                run.ending() == null ? null : run.ending().name(),
                run.attention(),
                run.plan() == null ? null : run.plan().moves().get(0).to().name(),
                details.steps().stream()
                        .map(RunDetails.StepView::activity)
                        .distinct()
                        .toList(),
                platform.hypervisor().whereabouts(new InstanceId(PLATFORM, instance)).sightings().stream()
                        .map(sighting ->
                                sighting.host().name() + " " + sighting.state().code())
                        .toList(),
                details.operations().stream().map(RunReader::attempt).toList(),
                platform.faultInjection().orElseThrow().ledger().stream()
                        .filter(entry -> instance.equals(entry.instance()))
                        .filter(entry -> entry.effect() || entry.event().equals("INVARIANT_BROKEN"))
                        .map(LedgerEntry::event)
                        .toList(),
                audit.find(AuditFilter.of(run.id()), AuditQuery.Order.SEALED, 0, ALL).items().stream()
                        .map(RunReader::code)
                        .toList(),
                held("mr_claim", run) + held("mr_reservation", run),
                verdict());
    }

    private RunPage runs(String instance) {
        return runbooks.list(new RunFilter(null, null, null, instance, null, null, 0, ALL));
    }

    private static String attempt(RunDetails.OperationView operation) {
        return "%d %s %s"
                .formatted(
                        operation.attempt(),
                        operation.state(),
                        operation.outcome() == null
                                ? "open"
                                : operation.outcome().getClass().getSimpleName());
    }

    /** The engine's word of the end is told from ours. */
    private static String code(AuditEntry entry) {
        String ending = entry.details().get("ending");
        return ending == null ? entry.code() : entry.code() + " " + ending;
    }

    private long held(String table, Run run) {
        return jdbc.sql("select count(*) from " + table + " where runbook_id = ?")
                .param(run.id().value())
                .query(Long.class)
                .single();
    }

    private String verdict() {
        AuditVerification verification = verifier.verify();
        return verification instanceof AuditVerification.Broken broken
                ? List.copyOf(broken.findings()).toString()
                : RunReport.INTACT;
    }
}
