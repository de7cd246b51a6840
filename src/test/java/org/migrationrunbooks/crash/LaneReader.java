package org.migrationrunbooks.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.audit.AuditVerification;
import org.migrationrunbooks.audit.AuditVerifier;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunDetails;
import org.migrationrunbooks.runbook.Runbooks;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads, inside a node, all that is known of the runs in a lane. */
class LaneReader {

    static final String PLATFORM = "test";
    static final String INTACT = "intact";

    private static final int ALL = 500;
    private static final double UNDER_WAY = 0.2;
    private static final Set<String> OUTCOMES = Set.of(
            AuditCode.OPERATION_COMPLETED.name(),
            AuditCode.OPERATION_FAILED.name(),
            AuditCode.OPERATION_CANCELLED.name(),
            AuditCode.OPERATION_UNKNOWN.name());

    private final Runbooks runbooks;
    private final Platforms platforms;
    private final AuditQuery audit;
    private final AuditVerifier verifier;
    private final JdbcClient jdbc;

    LaneReader(Runbooks runbooks, Platforms platforms, AuditQuery audit, AuditVerifier verifier, JdbcClient jdbc) {
        this.runbooks = runbooks;
        this.platforms = platforms;
        this.audit = audit;
        this.verifier = verifier;
        this.jdbc = jdbc;
    }

    /** The runs about the lane's instance and about the host that it leaves, oldest first. */
    List<Run> runs(Lane lane) {
        return jdbc
                .sql("select id from mr_runbook where instance = ? or host = ? order by requested_at, id")
                .params(lane.instance(), lane.source())
                .query(String.class)
                .list()
                .stream()
                .map(id -> runbooks.find(new RunbookId(id)).orElseThrow())
                .toList();
    }

    /** Whether an operation of the run has done some of its way. */
    boolean moves(Run run) {
        return runbooks.details(run.id()).orElseThrow().operations().stream().anyMatch(LaneReader::isUnderWay);
    }

    private static boolean isUnderWay(RunDetails.OperationView operation) {
        Double share =
                operation.progress() == null ? null : operation.progress().shareDone();
        return operation.endedAt() == null && share != null && share > UNDER_WAY;
    }

    /** The reports of these lanes, by the number of the lane. */
    Map<String, LaneReport> reports(List<Lane> lanes) {
        List<LedgerEntry> ledger =
                platforms.get(PLATFORM).faultInjection().orElseThrow().ledger();
        return lanes.stream().collect(Collectors.toMap(Lane::toString, lane -> report(lane, ledger)));
    }

    private LaneReport report(Lane lane, List<LedgerEntry> whole) {
        List<Run> runs = runs(lane);
        List<RunDetails> details = runs.stream()
                .map(run -> runbooks.details(run.id()).orElseThrow())
                .toList();
        Platform platform = platforms.get(PLATFORM);
        List<LedgerEntry> ledger = whole.stream()
                .filter(entry -> lane.instance().equals(entry.instance())
                        || (entry.instance() == null && lane.source().equals(entry.host())))
                .toList();
        List<String> codes = runs.stream()
                .flatMap(run -> audit.find(AuditFilter.of(run.id()), AuditQuery.Order.SEALED, 0, ALL).items().stream())
                .map(entry -> entry.code())
                .toList();
        return new LaneReport(
                runs.stream().map(LaneReader::ending).sorted().toList(),
                platform.hypervisor().whereabouts(new InstanceId(PLATFORM, lane.instance())).sightings().stream()
                        .map(sighting -> (sighting.host().name().equals(lane.source()) ? "source " : "elsewhere ")
                                + sighting.state().code())
                        .sorted()
                        .toList(),
                power(platform, lane),
                jdbc.sql("select state from mr_host_standing where host = ?")
                        .param(lane.source())
                        .query(String.class)
                        .list(),
                ledger.stream()
                        .filter(entry -> entry.effect() && !entry.event().startsWith("FAULT"))
                        .map(LedgerEntry::event)
                        .toList(),
                ledger.stream()
                        .filter(entry -> entry.event().equals("INVARIANT_BROKEN"))
                        .count(),
                runs.stream().mapToLong(this::held).sum(),
                details.stream()
                        .flatMap(one -> one.operations().stream())
                        .filter(operation -> operation.endedAt() == null)
                        .map(RunDetails.OperationView::key)
                        .toList(),
                Math.abs(count(codes, Set.of(AuditCode.OPERATION_INTENDED.name())) - count(codes, OUTCOMES)),
                count(codes, Set.of(AuditCode.DECISION_TAKEN.name())),
                details.stream().map(LaneReader::story).toList());
    }

    private static String ending(Run run) {
        return run.kind().key() + " "
                + (run.ending() == null ? run.state().code() : run.ending().code());
    }

    private static String power(Platform platform, Lane lane) {
        HostId host = new HostId(PLATFORM, lane.source());
        try {
            return platform.fencingDevices().get(0).power(host).state().name();
        } catch (PlatformUnreachableException e) {
            return PowerState.UNKNOWN.name();
        }
    }

    private static long count(List<String> codes, Set<String> wanted) {
        return codes.stream().filter(wanted::contains).count();
    }

    private long held(Run run) {
        return List.of("mr_claim", "mr_reservation", "mr_boot_slot").stream()
                .mapToLong(table -> jdbc.sql("select count(*) from " + table + " where runbook_id = ?")
                        .param(run.id().value())
                        .query(Long.class)
                        .single())
                .sum();
    }

    private static String story(RunDetails details) {
        Run run = details.run();
        List<String> story = new ArrayList<>(List.of(run.id() + " " + ending(run), String.valueOf(run.attention())));
        details.operations()
                .forEach(operation -> story.add("%s %d %s %s %s"
                        .formatted(
                                operation.task(),
                                operation.attempt(),
                                operation.state(),
                                operation.outcome(),
                                operation.cause())));
        story.addAll(details.incidents());
        details.steps().stream()
                .filter(step -> step.endedAt() == null)
                .forEach(step -> story.add("in " + step.activity()));
        return String.join("; ", story);
    }

    /** Whether the whole audit is as it was written. */
    String verdict() {
        AuditVerification verification = verifier.verify();
        return verification instanceof AuditVerification.Broken broken
                ? List.copyOf(broken.findings()).toString()
                : INTACT;
    }
}
