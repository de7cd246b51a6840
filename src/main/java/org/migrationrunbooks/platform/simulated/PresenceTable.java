package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the instances truly are; the place that watches that none runs on two hosts. */
final class PresenceTable {

    private final JdbcClient jdbc;

    PresenceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Presence> of(String instance) {
        return jdbc.sql("select instance, host, role, state, epoch, superseded_by from sim_presence where instance = ?"
                        + " order by host")
                .param(instance)
                .query((row, number) -> new Presence(
                        row.getString("instance"),
                        row.getString("host"),
                        Presence.Role.valueOf(row.getString("role")),
                        InstanceState.valueOf(row.getString("state")),
                        row.getString("epoch"),
                        row.getString("superseded_by")))
                .list();
    }

    Optional<Presence> on(String instance, String host) {
        return of(instance).stream()
                .filter(presence -> presence.host().equals(host))
                .findFirst();
    }

    /** Whether a migration of the instance is under way. */
    boolean moving(String instance) {
        return of(instance).stream()
                .map(Presence::role)
                .anyMatch(role -> role == Presence.Role.INCOMING || role == Presence.Role.OUTGOING);
    }

    /** The hosts on which the instance runs or is halted with its memory, so that it can write, or can go on to do so. */
    List<String> alive(String instance) {
        return of(instance).stream()
                .filter(presence -> !presence.off())
                .map(Presence::host)
                .toList();
    }

    /** Memory that is held on the host by what is there or on its way. */
    long memoryHeld(String host) {
        return held("memory", host);
    }

    long cpusHeld(String host) {
        return held("cpus", host);
    }

    private long held(String column, String host) {
        return jdbc.sql("select coalesce(sum(i." + column + "), 0) from sim_presence p"
                        + " join sim_instance i on i.name = p.instance"
                        + " where p.host = ? and p.role <> 'OUTGOING' and p.state in ('RUNNING', 'PAUSED')")
                .param(host)
                .query(Long.class)
                .single();
    }

    /**
     * Puts an instance on a host; what is there of the same copy goes on under another role and state.
     *
     * @throws InvariantBrokenException where it would run on two
     */
    void put(String instance, String host, Presence.Role role, InstanceState state) {
        save(on(instance, host)
                .map(there -> there.as(role, state))
                .orElseGet(() -> new Presence(instance, host, role, state, null, null)));
    }

    /**
     * Writes a presence over the one on its host.
     *
     * @throws InvariantBrokenException where the instance would run on two hosts
     */
    void save(Presence presence) {
        remove(presence.instance(), presence.host());
        jdbc.sql("insert into sim_presence (instance, host, role, state, epoch, superseded_by)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(
                        presence.instance(),
                        presence.host(),
                        presence.role().name(),
                        presence.state().name(),
                        presence.epoch(),
                        presence.supersededBy())
                .update();
        // The two ends of a migration are both halted at times, and only one of them will ever go on.
        List<String> running = jdbc.sql("select host from sim_presence where instance = ? and (state = 'RUNNING'"
                        + " or (state = 'PAUSED' and role not in ('INCOMING', 'OUTGOING'))) order by host")
                .param(presence.instance())
                .query(String.class)
                .list();
        if (running.size() > 1) {
            throw new InvariantBrokenException(presence.instance(), running);
        }
    }

    void remove(String instance, String host) {
        jdbc.sql("delete from sim_presence where instance = ? and host = ?")
                .params(instance, host)
                .update();
    }

    /**
     * Everything on the host ends; what was only arriving is gone, what is on its disks stays. What ran has crashed, so that it can be told
     * from what was off before.
     */
    void powerOff(String host) {
        jdbc.sql("delete from sim_presence where host = ? and role in ('INCOMING', 'OUTGOING')")
                .param(host)
                .update();
        jdbc.sql("update sim_presence set state = 'CRASHED' where host = ? and state in ('RUNNING', 'PAUSED')")
                .param(host)
                .update();
    }
}
