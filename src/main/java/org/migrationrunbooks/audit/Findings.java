package org.migrationrunbooks.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditVerification.Finding;
import org.migrationrunbooks.audit.AuditVerification.Kind;

/** Collects findings; counts all, but keeps only so many, since all entries of a large audit may have been touched. */
final class Findings {

    static final int KEPT = 1000;

    private final List<Finding> kept = new ArrayList<>();
    private long total;
    private long missingSeals;

    /** A finding about a link of the chain. */
    void add(Kind kind, Seal seal, String message) {
        add(kind, seal.seq(), seal.entryId(), message);
    }

    void add(Kind kind, @Nullable Long seq, @Nullable Long entryId, String message) {
        total++;
        if (kept.size() < KEPT) {
            kept.add(new Finding(kind, seq, entryId, message));
        }
    }

    /** Seals that should be there, from the first to the last of a gap. */
    void addMissing(long first, long last) {
        missingSeals += last - first + 1;
        String message = first == last
                ? "Seal number %d is gone.".formatted(first)
                : "Seals number %d to %d are gone.".formatted(first, last);
        add(Kind.SEAL_MISSING, first, null, message);
    }

    /** One more that is not worth keeping. */
    void count() {
        total++;
    }

    boolean hasMissingSeals() {
        return missingSeals > 0;
    }

    long total() {
        return total;
    }

    /** The kept ones in the order of the chain, what is outside of it last. */
    List<Finding> inOrder() {
        kept.sort(Comparator.comparing(Finding::seq, Comparator.nullsLast(Comparator.naturalOrder())));
        return kept;
    }
}
