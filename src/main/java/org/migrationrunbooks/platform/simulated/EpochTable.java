package org.migrationrunbooks.platform.simulated;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The copies that were withdrawn: whatever is asked for one of these, however late, is refused for ever. */
final class EpochTable {

    private final JdbcClient jdbc;

    EpochTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean withdrawn(String instance, String epoch) {
        return jdbc.sql("select count(*) from sim_withdrawn_epoch where instance = ? and epoch = ?")
                        .params(instance, epoch)
                        .query(Long.class)
                        .single()
                > 0;
    }

    void withdraw(String instance, String epoch) {
        if (!withdrawn(instance, epoch)) {
            jdbc.sql("insert into sim_withdrawn_epoch (instance, epoch) values (?, ?)")
                    .params(instance, epoch)
                    .update();
        }
    }
}
