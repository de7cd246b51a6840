package org.migrationrunbooks.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditVerification.UnsealedTail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the whole audit again and says whether it is what was written. */
@Component
public class AuditVerifier {

    private static final int PAGE = 1000;

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;

    AuditVerifier(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        // One picture of all tables: the sealer goes on meanwhile. On H2 a repeatable read is a picture of the tables
        // of the
        // first statement only, and what was sealed since would look as if it were gone.
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        this.snapshot.setReadOnly(true);
    }

    /**
     * Verifies the chain from its first seal to its head. Takes time in proportion to the audit and memory for a page of it.
     */
    public AuditVerification verify() {
        return Objects.requireNonNull(snapshot.execute(status -> {
            ChainInspection inspection = new ChainInspection();
            long seq = Long.MIN_VALUE;
            List<Link> links;
            do {
                links = linksAfter(seq);
                links.forEach(link -> inspection.accept(link.seal(), link.entry()));
                seq = links.isEmpty() ? seq : links.get(links.size() - 1).seal().seq();
            } while (links.size() == PAGE);
            inspection.end(head());
            strayEntries().forEach(inspection::acceptStray);
            lostBeforeSealing().forEach(inspection::acceptLost);
            return inspection.verdict(unsealed());
        }));
    }

    private List<Link> linksAfter(long seq) {
        return jdbc.sql("select s.seq, s.entry_id, s.entry_hash, s.previous_hash, s.hash, " + StoredEntry.COLUMNS
                        + " from mr_audit_seal s left join mr_audit_entry e on e.id = s.entry_id"
                        + " where s.seq > :seq order by s.seq fetch first " + PAGE + " rows only")
                .param("seq", seq)
                .query((row, number) -> Link.read(row))
                .list();
    }

    private AuditSealer.@Nullable Head head() {
        return jdbc.sql("select seq, hash from mr_audit_head where id = 1")
                .query((row, number) -> new AuditSealer.Head(row.getLong("seq"), row.getString("hash")))
                .optional()
                .orElse(null);
    }

    private List<Long> strayEntries() {
        return jdbc.sql(
                        """
                        select e.id from mr_audit_entry e
                        left join mr_audit_seal s on s.entry_id = e.id
                        left join mr_audit_unsealed u on u.entry_id = e.id
                        where s.entry_id is null and u.entry_id is null
                        order by e.id
                        """)
                .query(Long.class)
                .list();
    }

    private List<Long> lostBeforeSealing() {
        return jdbc.sql(
                        """
                        select u.entry_id from mr_audit_unsealed u
                        left join mr_audit_entry e on e.id = u.entry_id
                        where e.id is null
                        order by u.entry_id
                        """)
                .query(Long.class)
                .list();
    }

    private UnsealedTail unsealed() {
        return jdbc.sql(
                        """
                        select count(*) as number, min(e.at) as oldest
                        from mr_audit_unsealed u join mr_audit_entry e on e.id = u.entry_id
                        """)
                .query((row, number) -> {
                    OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                    return new UnsealedTail(row.getLong("number"), oldest == null ? null : oldest.toInstant());
                })
                .single();
    }

    /** A seal and what is left of its entry. */
    private record Link(Seal seal, @Nullable StoredEntry entry) {

        static Link read(ResultSet row) throws SQLException {
            boolean removed = row.getObject("id") == null;
            return new Link(Seal.read(row), removed ? null : StoredEntry.read(row));
        }
    }
}
