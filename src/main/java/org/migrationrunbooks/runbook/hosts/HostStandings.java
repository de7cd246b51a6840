package org.migrationrunbooks.runbook.hosts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What our runbooks have made of hosts, in rows of our own, since not every platform can keep it and a dead host cannot. A standing
 * counts before what the platform says.
 */
@Component
public class HostStandings {

    private final JdbcClient jdbc;
    private final Clock clock;

    HostStandings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The standing of one host.
     *
     * @param runbook the run that gave it
     */
    public record Standing(HostId host, HostState state, RunbookId runbook, Instant since) {}

    /** Gives a host a standing in place of an earlier one, in the caller's transaction. */
    public void put(HostId host, HostState state, RunbookId runbook) {
        clear(host);
        jdbc.sql("insert into mr_host_standing (platform, host, state, runbook_id, since) values (?, ?, ?, ?, ?)")
                .params(
                        host.platform(),
                        host.name(),
                        state.name(),
                        runbook.value(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** From now on the host is as its platform says, in the caller's transaction. Idempotent. */
    public void clear(HostId host) {
        jdbc.sql("delete from mr_host_standing where platform = ? and host = ?")
                .params(host.platform(), host.name())
                .update();
    }

    public Optional<Standing> of(HostId host) {
        return jdbc.sql("select * from mr_host_standing where platform = ? and host = ?")
                .params(host.platform(), host.name())
                .query(HostStandings::standing)
                .optional();
    }

    public boolean quarantined(HostId host) {
        return of(host).filter(standing -> standing.state() == HostState.QUARANTINED)
                .isPresent();
    }

    /** The fleet as it counts: hosts with a standing have its state, whatever their platform says. */
    public FleetSnapshot applied(FleetSnapshot fleet) {
        Map<HostId, Standing> standings =
                all(fleet.platform()).stream().collect(Collectors.toMap(Standing::host, Function.identity()));
        if (standings.isEmpty()) {
            return fleet;
        }
        List<Host> hosts = fleet.hosts().stream()
                .map(host -> {
                    Standing standing = standings.get(host.id());
                    return standing == null ? host : host.in(standing.state());
                })
                .toList();
        return new FleetSnapshot(fleet.platform(), fleet.takenAt(), hosts, fleet.instances());
    }

    private List<Standing> all(String platform) {
        return jdbc.sql("select * from mr_host_standing where platform = ?")
                .param(platform)
                .query(HostStandings::standing)
                .list();
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(
                new HostId(row.getString("platform"), row.getString("host")),
                HostState.valueOf(row.getString("state")),
                new RunbookId(row.getString("runbook_id")),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
