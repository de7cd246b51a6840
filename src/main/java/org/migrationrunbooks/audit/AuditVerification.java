package org.migrationrunbooks.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the audit since it was written. */
public sealed interface AuditVerification {

    /** Entries that are sealed. */
    long sealed();

    /** What the chain does not cover yet, and what could therefore be changed without a trace. */
    UnsealedTail unsealed();

    /**
     * Every seal follows the one before and every entry is what was sealed.
     *
     * @param headHash the last seal's hash; compare it with those in the log to know that the chain as a whole was not rewritten
     */
    record Intact(long sealed, String headHash, UnsealedTail unsealed) implements AuditVerification {}

    /**
     * Somebody or something touched the audit.
     *
     * @param findings the first ones, in the order of the chain
     * @param total how many there are
     */
    record Broken(long sealed, UnsealedTail unsealed, List<Finding> findings, long total) implements AuditVerification {

        public Broken {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Entries that wait for their seal.
     *
     * @param since when the oldest was appended; null where there is none
     */
    record UnsealedTail(long count, @Nullable Instant since) {}

    /**
     * One thing that is not as it was.
     *
     * @param seq the number in the chain; null for what is not in it
     * @param entryId null where it is not known
     * @param message a sentence for the auditor
     */
    record Finding(Kind kind, @Nullable Long seq, @Nullable Long entryId, String message) {}

    /** In which way. */
    enum Kind {
        /** An entry is not what was sealed. */
        CHANGED,
        /** An entry was sealed, or waited for it, and is gone. */
        REMOVED,
        /** An entry or seal did not come through the application. */
        INSERTED,
        /** A seal or entry stands in the place of another. */
        REORDERED,
        /** A seal is gone. */
        SEAL_MISSING,
        /** A seal was altered; its entry is what it was. */
        SEAL_CHANGED
    }
}
