package org.migrationrunbooks.platform.simulated;

import java.util.List;
import org.migrationrunbooks.fleet.InstanceState;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the instances truly are; the place that watches that none runs on two hosts. */
final class PresenceTable {

    private final JdbcClient jdbc;

    PresenceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Presence> of(String instance) {
        return jdbc.sql("select instance, host, role, state from sim_presence where instance = ? order by host")
                .param(instance)
                .query((row, number) -> new Presence(
                        row.getString("instance"),
                        row.getString("host"),
                        Presence.Role.valueOf(row.getString("role")),
                        InstanceState.valueOf(row.getString("state"))))
                .list();
    }

    /** Whether a migration of the instance is under way: it is then on two hosts. */
    boolean moving(String instance) {
        return of(instance).size() > 1;
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
     * Puts an instance on a host.
     *
     * @throws InvariantBrokenException where it would run on two
     */
    void put(String instance, String host, Presence.Role role, InstanceState state) {
        remove(instance, host);
        jdbc.sql("insert into sim_presence (instance, host, role, state) values (?, ?, ?, ?)")
                .params(instance, host, role.name(), state.name())
                .update();
        List<String> running = jdbc.sql("select host from sim_presence where instance = ? and state = 'RUNNING'")
                .param(instance)
                .query(String.class)
                .list();
        if (running.size() > 1) {
            throw new InvariantBrokenException(instance, running);
        }
    }

    void remove(String instance, String host) {
        jdbc.sql("delete from sim_presence where instance = ? and host = ?")
                .params(instance, host)
                .update();
    }

    /** Everything on the host ends; what was only arriving is gone. */
    void powerOff(String host) {
        jdbc.sql("delete from sim_presence where host = ? and role <> 'RESIDENT'")
                .param(host)
                .update();
        jdbc.sql("update sim_presence set state = 'STOPPED' where host = ? and state in ('RUNNING', 'PAUSED')")
                .param(host)
                .update();
    }
}
