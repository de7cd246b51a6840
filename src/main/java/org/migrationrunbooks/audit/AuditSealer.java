package org.migrationrunbooks.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chains entries in the order in which they became visible. Who holds the lock on the head seals; any other node leaves it to
 * that one.
 */
@Component
class AuditSealer {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;

    AuditSealer(JdbcClient jdbc, JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Seals all committed entries that have no seal yet, unless another node is doing so; answers how many it sealed. */
    int seal() {
        int total = 0;
        int sealed;
        do {
            sealed = sealBatch();
            total += sealed;
        } while (sealed == BATCH);
        return total;
    }

    private int sealBatch() {
        Integer sealed = transaction.execute(
                status -> lockHead().map(head -> chain(head, unsealed())).orElse(0));
        return sealed == null ? 0 : sealed;
    }

    private Optional<Head> lockHead() {
        return jdbc.sql("select seq, hash from mr_audit_head where id = 1 for update skip locked")
                .query((row, number) -> new Head(row.getLong("seq"), row.getString("hash")))
                .optional();
    }

    private List<StoredEntry> unsealed() {
        return jdbc.sql("select " + StoredEntry.COLUMNS
                        + " from mr_audit_unsealed u join mr_audit_entry e on e.id = u.entry_id"
                        + " order by e.id fetch first " + BATCH + " rows only")
                .query((row, number) -> StoredEntry.read(row))
                .list();
    }

    private int chain(Head head, List<StoredEntry> entries) {
        if (entries.isEmpty()) {
            return 0;
        }
        List<Object[]> seals = new ArrayList<>();
        List<Object[]> ids = new ArrayList<>();
        Head end = head;
        for (StoredEntry entry : entries) {
            Seal seal = Seal.after(end.seq(), end.hash(), entry);
            seals.add(new Object[] {seal.seq(), seal.entryId(), seal.entryHash(), seal.previousHash(), seal.hash()});
            ids.add(new Object[] {seal.entryId()});
            end = new Head(seal.seq(), seal.hash());
        }
        batches.batchUpdate(
                "insert into mr_audit_seal (seq, entry_id, entry_hash, previous_hash, hash) values (?, ?, ?, ?, ?)",
                seals);
        batches.batchUpdate("delete from mr_audit_unsealed where entry_id = ?", ids);
        jdbc.sql("update mr_audit_head set seq = :seq, hash = :hash where id = 1")
                .param("seq", end.seq())
                .param("hash", end.hash())
                .update();
        return entries.size();
    }

    /** The end of the chain; empty if nothing was ever sealed. */
    Optional<Head> head() {
        return jdbc.sql("select seq, hash from mr_audit_head where id = 1 and seq > 0")
                .query((row, number) -> new Head(row.getLong("seq"), row.getString("hash")))
                .optional();
    }

    /** The number and hash of the last seal. */
    record Head(long seq, String hash) {}
}
