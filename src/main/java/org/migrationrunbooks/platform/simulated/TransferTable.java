package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.OperationKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All transfers there ever were, each as of its last event. */
final class TransferTable {

    private final JdbcClient jdbc;

    TransferTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Transfer> active() {
        return jdbc.sql("select body from sim_transfer where active = true order by id")
                .query((row, number) -> Json.read(row.getString("body"), Transfer.class))
                .list();
    }

    Optional<Transfer> find(long id) {
        return jdbc.sql("select body from sim_transfer where id = ?")
                .param(id)
                .query((row, number) -> Json.read(row.getString("body"), Transfer.class))
                .optional();
    }

    /** The newest transfer of the operation; a platform does not know that there should be one only. */
    Optional<Transfer> newestOf(OperationKey operation) {
        return jdbc.sql("select body from sim_transfer where operation = ? order by id desc limit 1")
                .param(operation.value())
                .query((row, number) -> Json.read(row.getString("body"), Transfer.class))
                .optional();
    }

    /** The id of the next transfer; whoever asks holds the platform's lock. */
    long nextId() {
        return jdbc.sql("select coalesce(max(id), 0) + 1 from sim_transfer")
                .query(Long.class)
                .single();
    }

    void save(Transfer transfer) {
        String body = Json.write(transfer);
        int updated = jdbc.sql("update sim_transfer set active = ?, body = ? where id = ?")
                .params(transfer.active(), body, transfer.id())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into sim_transfer (id, operation, instance, active, body) values (?, ?, ?, ?, ?)")
                    .params(
                            transfer.id(),
                            transfer.terms().operation(),
                            transfer.terms().instance(),
                            transfer.active(),
                            body)
                    .update();
        }
    }
}
