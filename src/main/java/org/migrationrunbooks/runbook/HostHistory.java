package org.migrationrunbooks.runbook;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What our rows tell of a host and the instances that it had, has or was meant to have. */
@Component
class HostHistory {

    private static final List<String> MOVED = List.of(
            Ending.MIGRATED.name(),
            Ending.MIGRATED_UNVERIFIED.name(),
            Ending.REBUILT.name(),
            Ending.REBUILT_UNVERIFIED.name());

    private final JdbcClient jdbc;
    private final JsonColumns json;
    private final RunStore runs;
    private final Claims claims;
    private final HostStandings standings;

    HostHistory(JdbcClient jdbc, JsonColumns json, RunStore runs, Claims claims, HostStandings standings) {
        this.jdbc = jdbc;
        this.json = json;
        this.runs = runs;
        this.claims = claims;
        this.standings = standings;
    }

    /** The instances that runs have moved from or to the host, or meant to, and those that any plan about the host has named. */
    Set<InstanceId> instances(HostId host) {
        Set<InstanceId> instances = new LinkedHashSet<>(
                jdbc.sql("select distinct instance from mr_runbook where platform = ? and instance is not null"
                                + " and (source_host = ? or destination_host = ?) order by instance")
                        .params(host.platform(), host.name(), host.name())
                        .query((row, number) -> new InstanceId(host.platform(), row.getString(1)))
                        .list());
        jdbc.sql("select plan from mr_runbook where platform = ? and host = ? and plan is not null")
                .params(host.platform(), host.name())
                .query(String.class)
                .list()
                .forEach(plan -> json.read(plan, Plan.class).dispositions().stream()
                        .map(Disposition::instance)
                        .forEach(instances::add));
        return instances;
    }

    /** Where the last run that has moved the instance has put it. */
    Optional<HostId> movedTo(InstanceId instance) {
        return movedTo(instance, Instant.EPOCH);
    }

    /**
     * The same, of the runs that have ended since the evacuation was asked for that has quarantined the host; where that was followed by
     * others for what it had left, it is still the first. What was before tells nothing of which definition is the instance: it was on the
     * host when that failed.
     */
    Optional<HostId> movedSinceItFailed(InstanceId instance, HostId host) {
        return standings
                .of(host)
                .flatMap(standing -> runs.find(standing.runbook()))
                .flatMap(evacuation -> movedTo(instance, evacuation.requestedAt()));
    }

    private Optional<HostId> movedTo(InstanceId instance, Instant since) {
        return jdbc.sql("select destination_host from mr_runbook where platform = :platform and instance = :instance"
                        + " and ending in (:moved) and destination_host is not null and ended_at >= :since"
                        + " order by ended_at desc limit 1")
                .param("platform", instance.platform())
                .param("instance", instance.name())
                .param("moved", MOVED)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional()
                .map(name -> new HostId(instance.platform(), name));
    }

    /** A run that has not ended and rebuilds an instance of the host elsewhere; it may begin that still. */
    Optional<RunbookId> rebuilding(HostId host) {
        return jdbc.sql(
                        "select id from mr_runbook where kind = ? and platform = ? and source_host = ? and ended_at is null"
                                + " order by requested_at limit 1")
                .params(RunbookKind.INSTANCE_REBUILD.key(), host.platform(), host.name())
                .query((row, number) -> new RunbookId(row.getString(1)))
                .optional();
    }

    /** The run that acts on the instance, where its moves, or those of the run whose place it took, have to do with the host. */
    Optional<RunbookId> owner(InstanceId instance, HostId host) {
        return claims.holder(instance)
                .flatMap(runs::find)
                .filter(run -> touches(run, host)
                        || predecessor(run)
                                .filter(taken -> touches(taken, host))
                                .isPresent())
                .map(Run::id);
    }

    private Optional<Run> predecessor(Run run) {
        return Optional.ofNullable(run.takesOver()).flatMap(runs::find);
    }

    private static boolean touches(Run run, HostId host) {
        Plan plan = run.plan();
        return plan != null && plan.moves().stream().anyMatch(move -> touches(move, host));
    }

    private static boolean touches(Move move, HostId host) {
        return move.from().equals(host) || move.to().equals(host);
    }
}
