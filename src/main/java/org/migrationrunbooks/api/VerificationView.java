package org.migrationrunbooks.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditVerification;

/**
 * What became of the audit since it was written.
 *
 * @param sealed how many entries the chain covers
 * @param headHash of the last seal, to be compared with those in the log; left out where the chain is broken
 * @param appendOnly whether the database keeps the application from changing what is evidence; left out where rights mean nothing, as on H2
 * @param findings the first ones, in the order of the chain
 * @param findingsTotal how many there are
 */
record VerificationView(
        boolean intact,
        long sealed,
        @Nullable String headHash,
        UnsealedView unsealed,
        @Nullable Boolean appendOnly,
        List<FindingView> findings,
        long findingsTotal) {

    static VerificationView of(AuditVerification verification, Optional<Boolean> appendOnly) {
        UnsealedView unsealed = new UnsealedView(
                verification.unsealed().count(), verification.unsealed().since());
        if (verification instanceof AuditVerification.Broken broken) {
            return new VerificationView(
                    false,
                    broken.sealed(),
                    null,
                    unsealed,
                    appendOnly.orElse(null),
                    broken.findings().stream().map(FindingView::of).toList(),
                    broken.total());
        }
        AuditVerification.Intact intact = (AuditVerification.Intact) verification;
        return new VerificationView(
                true, intact.sealed(), intact.headHash(), unsealed, appendOnly.orElse(null), List.of(), 0);
    }

    /** What the chain does not cover yet. */
    record UnsealedView(long count, @Nullable Instant since) {}

    /**
     * One thing that is not as it was.
     *
     * @param seal number in the chain
     * @param entry id of the entry
     */
    record FindingView(String kind, @Nullable Long seal, @Nullable Long entry, String message) {

        static FindingView of(AuditVerification.Finding finding) {
            return new FindingView(
                    finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    finding.seq(),
                    finding.entryId(),
                    finding.message());
        }
    }
}
