package org.migrationrunbooks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.audit.AuditVerification.Finding;
import org.migrationrunbooks.audit.AuditVerification.Kind;
import org.migrationrunbooks.testing.EmbeddedDatabase;

/** What somebody with all rights on the database can do to six sealed entries, and how it comes out. */
abstract class AuditTamperingContract {

    private AuditFixture audit;

    abstract EmbeddedDatabase database();

    @BeforeEach
    void sealSixEntries() {
        audit = AuditFixture.create(database());
        audit.seal(6);
        assertThat(audit.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
        sql("alter table mr_audit_seal drop constraint if exists mr_audit_seal_entry");
        sql("alter table mr_audit_seal drop constraint if exists mr_audit_seal_once");
        sql("alter table mr_audit_unsealed drop constraint if exists mr_audit_unsealed_entry");
    }

    @AfterEach
    void closeAudit() {
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor = 'nobody'",
                "code = 'APPROVAL_GRANTED'",
                "subject = 'demo/web-9'",
                "reason = null",
                "reason = ''",
                "runbook = null",
                "details = '{}'",
                "at = at + interval '1' second"
            })
    void aChangedFieldIsFound(String change) {
        sql("update mr_audit_entry set " + change + " where id = " + entry(3));

        assertFindings(tuple(Kind.CHANGED, 3L, entry(3)));
    }

    @Test
    void textMovedFromOneFieldToTheNextIsFound() {
        sql("update mr_audit_entry set actor = 'oper', subject = 'ator' || subject where id = " + entry(3));

        assertFindings(tuple(Kind.CHANGED, 3L, entry(3)));
    }

    @Test
    void aRemovedEntryIsFound() {
        long removed = entry(3);
        sql("delete from mr_audit_entry where id = " + removed);

        assertFindings(tuple(Kind.REMOVED, 3L, removed));
    }

    @Test
    void aRemovedEntryIsFoundAlsoIfItsSealIsRemovedToo() {
        sql("delete from mr_audit_entry where id = " + entry(3));
        sql("delete from mr_audit_seal where seq = 3");

        assertFindings(tuple(Kind.SEAL_MISSING, 3L, null));
    }

    @Test
    void aRemovedSealIsFoundAndItsEntryNamed() {
        long stripped = entry(3);
        sql("delete from mr_audit_seal where seq = 3");

        assertFindings(tuple(Kind.SEAL_MISSING, 3L, null), tuple(Kind.SEAL_MISSING, null, stripped));
    }

    @Test
    void aShortenedChainIsFound() {
        sql("delete from mr_audit_entry where id >= " + entry(5));
        sql("delete from mr_audit_seal where seq >= 5");

        assertFindings(tuple(Kind.SEAL_MISSING, 5L, null));
    }

    @Test
    void aRemovedBeginningIsFound() {
        sql("delete from mr_audit_entry where id <= " + entry(2));
        sql("delete from mr_audit_seal where seq <= 2");

        assertFindings(tuple(Kind.SEAL_MISSING, 1L, null));
    }

    @Test
    void aRemovedHeadIsFound() {
        sql("delete from mr_audit_head");

        assertFindings(tuple(Kind.SEAL_MISSING, null, null));
    }

    @Test
    void anEntryRemovedBeforeItWasSealedIsFound() {
        audit.trail.append(AuditFixture.event("demo/web-7"));
        long removed = audit.jdbc
                .sql("select max(id) from mr_audit_entry")
                .query(Long.class)
                .single();
        sql("delete from mr_audit_entry where id = " + removed);

        assertFindings(tuple(Kind.REMOVED, null, removed));
    }

    @Test
    void anInsertedEntryIsFound() {
        sql("insert into mr_audit_entry (at, code, actor, subject, details)"
                + " select at, code, 'mallory', subject, details from mr_audit_entry where id = " + entry(3));
        long inserted = audit.jdbc
                .sql("select max(id) from mr_audit_entry")
                .query(Long.class)
                .single();

        assertFindings(tuple(Kind.INSERTED, null, inserted));
    }

    @Test
    void aSealInsertedAtTheEndIsFound() {
        sql("insert into mr_audit_seal (seq, entry_id, entry_hash, previous_hash, hash)"
                + " select 7, entry_id, entry_hash, previous_hash, hash from mr_audit_seal where seq = 6");

        assertThat(findings()).contains(tuple(Kind.INSERTED, 7L, null));
    }

    @Test
    void aSealInsertedAtTheBeginningIsFound() {
        sql("insert into mr_audit_seal (seq, entry_id, entry_hash, previous_hash, hash)"
                + " select 0, entry_id, entry_hash, previous_hash, hash from mr_audit_seal where seq = 6");

        assertFindings(tuple(Kind.INSERTED, 0L, entry(6)));
    }

    @Test
    void swappedSealsAreFoundWithoutBlamingTheirNeighbours() {
        long second = entry(2);
        long third = entry(3);
        sql("update mr_audit_seal set seq = 100 where seq = 2");
        sql("update mr_audit_seal set seq = 2 where seq = 3");
        sql("update mr_audit_seal set seq = 3 where seq = 100");

        assertFindings(tuple(Kind.REORDERED, 2L, third), tuple(Kind.REORDERED, 3L, second));
    }

    @Test
    void swappedEntriesAreFound() {
        long second = entry(2);
        long third = entry(3);
        sql("update mr_audit_seal set entry_id = 5 - seq + " + (second - 2) + " where seq in (2, 3)");

        assertFindings(tuple(Kind.REORDERED, 2L, third), tuple(Kind.REORDERED, 3L, second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "previous_hash", "entry_hash"})
    void aChangedSealIsFoundAndItsEntryNotBlamed(String column) {
        sql("update mr_audit_seal set " + column + " = '" + "a".repeat(64) + "' where seq = 3");

        assertFindings(tuple(Kind.SEAL_CHANGED, 3L, entry(3)));
    }

    @Test
    void aChangedHashOfTheLastSealIsFound() {
        sql("update mr_audit_seal set hash = '" + "a".repeat(64) + "' where seq = 6");

        assertFindings(tuple(Kind.SEAL_CHANGED, 6L, entry(6)));
    }

    @Test
    void aChangedEntryIsFoundAlsoIfItsHashIsAdapted() {
        sql("update mr_audit_entry set actor = 'nobody' where id = " + entry(3));
        sql("update mr_audit_seal set entry_hash = '" + stored(3).hash() + "' where seq = 3");

        assertFindings(tuple(Kind.CHANGED, 3L, entry(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void aChangedEntryIsFoundAlsoIfItsSealIsMadeAnew(int seq) {
        sql("update mr_audit_entry set actor = 'nobody' where id = " + entry(seq));
        String previous = audit.jdbc
                .sql("select hash from mr_audit_seal where seq = " + (seq - 1))
                .query(String.class)
                .single();
        Seal forged = Seal.after(seq - 1, previous, stored(seq));
        sql("update mr_audit_seal set entry_hash = '%s', hash = '%s' where seq = %d"
                .formatted(forged.entryHash(), forged.hash(), seq));

        assertFindings(tuple(Kind.CHANGED, (long) seq, entry(seq)));
    }

    @Test
    void findingsAreCountedBeyondThoseThatAreKept() {
        audit.seal(1500);
        sql("update mr_audit_entry set actor = 'nobody'");

        AuditVerification.Broken broken = (AuditVerification.Broken) audit.verifier.verify();

        assertThat(broken.total()).isEqualTo(1506);
        assertThat(broken.findings()).extracting(Finding::seq).hasSize(1000).startsWith(1L, 2L, 3L);
    }

    private void assertFindings(Tuple... expected) {
        assertThat(findings()).containsExactly(expected);
    }

    private Tuple[] findings() {
        AuditVerification verification = audit.verifier.verify();
        assertThat(verification).isInstanceOf(AuditVerification.Broken.class);
        AuditVerification.Broken broken = (AuditVerification.Broken) verification;
        assertThat(broken.findings()).extracting(Finding::message).doesNotContain("");
        return broken.findings().stream()
                .map(finding -> tuple(finding.kind(), finding.seq(), finding.entryId()))
                .toArray(Tuple[]::new);
    }

    private long entry(int seq) {
        return audit.jdbc
                .sql("select entry_id from mr_audit_seal where seq = " + seq)
                .query(Long.class)
                .single();
    }

    private StoredEntry stored(int seq) {
        return audit.jdbc
                .sql("select " + StoredEntry.COLUMNS + " from mr_audit_entry e where e.id = " + entry(seq))
                .query((row, number) -> StoredEntry.read(row))
                .single();
    }

    private void sql(String statement) {
        audit.jdbc.sql(statement).update();
    }
}
