package org.migrationrunbooks.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.ChainedEntry;
import org.migrationrunbooks.review.ReviewPage;
import org.migrationrunbooks.review.RunRecord;
import org.migrationrunbooks.review.SignOff;
import org.migrationrunbooks.review.Verdict;

/** What auditors see. */
final class ReviewViews {

    private ReviewViews() {}

    static String code(ChainedEntry.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** A run that has ended as one line of a list, with what auditors have said of it. */
    record ReviewedView(RunbookSummary runbook, List<SignOffView> signOffs) {

        static ReviewedView of(ReviewPage.Reviewed reviewed) {
            return new ReviewedView(RunbookSummary.of(reviewed.run()), SignOffView.of(reviewed.signOffs()));
        }
    }

    /**
     * What one auditor has said.
     *
     * @param sealed how many entries of the audit were verified right before
     * @param headHash of the chain then; left out where it was broken
     */
    record SignOffView(
            String person,
            Verdict verdict,
            @Nullable String comment,
            List<String> findings,
            long sealed,
            @Nullable String headHash,
            Instant signedAt) {

        static List<SignOffView> of(List<SignOff> signOffs) {
            return signOffs.stream()
                    .map(signOff -> new SignOffView(
                            signOff.person(),
                            signOff.verdict(),
                            signOff.comment(),
                            signOff.findings(),
                            signOff.sealed(),
                            signOff.headHash(),
                            signOff.signedAt()))
                    .toList();
        }
    }

    /**
     * Everything that is on record of a run.
     *
     * @param state of the entries below: {@code intact}, {@code changed} or, for the moment until all are sealed, {@code unsealed}; what was
     *     removed shows only in the verification of the whole audit
     * @param entries of the audit about the run and its parts, in the order of the chain
     * @param involved who had a part in it, and so cannot sign it off
     */
    record RecordView(
            RunbookView runbook,
            String state,
            List<ChainedView> entries,
            Set<String> involved,
            List<SignOffView> signOffs) {

        static RecordView of(RunRecord record) {
            return new RecordView(
                    RunbookView.of(record.run()),
                    code(record.state()),
                    record.entries().stream().map(ChainedView::of).toList(),
                    record.involved(),
                    SignOffView.of(record.signOffs()));
        }
    }

    /** An entry, and whether it is what was sealed: {@code intact}, {@code changed} or {@code unsealed}. */
    record ChainedView(AuditEntryView entry, String state) {

        static ChainedView of(ChainedEntry chained) {
            return new ChainedView(AuditEntryView.of(chained.entry()), ReviewViews.code(chained.state()));
        }
    }

    /**
     * A record as a file, to be checked without this application.
     *
     * @param chain how the whole audit was verified when the file was made
     */
    record ExportedRecord(
            String format,
            Instant exportedAt,
            String exportedBy,
            RunbookView runbook,
            List<SignOffView> signOffs,
            VerificationView chain,
            List<ExportedEntry> entries) {

        static final String FORMAT = "migration-runbooks/audit-record/1";

        static ExportedRecord of(RunRecord record, VerificationView chain, String person, Instant now) {
            return new ExportedRecord(
                    FORMAT,
                    now,
                    person,
                    RunbookView.of(record.run()),
                    SignOffView.of(record.signOffs()),
                    chain,
                    record.entries().stream().map(ExportedEntry::of).toList());
        }
    }

    /**
     * An entry with the texts that were hashed.
     *
     * @param details the JSON object exactly as it was hashed, as a text
     * @param seal left out where it is not sealed yet
     */
    record ExportedEntry(
            long id,
            Instant at,
            String code,
            String actor,
            @Nullable String runbook,
            String subject,
            @Nullable String reason,
            String details,
            @Nullable ExportedSeal seal,
            String state) {

        static ExportedEntry of(ChainedEntry chained) {
            return new ExportedEntry(
                    chained.entry().id(),
                    chained.entry().at(),
                    chained.entry().code(),
                    chained.entry().actor(),
                    chained.entry().runbook(),
                    chained.entry().subject(),
                    chained.entry().reason(),
                    chained.storedDetails(),
                    ExportedSeal.of(chained.link()),
                    ReviewViews.code(chained.state()));
        }
    }

    /** A link of the chain. */
    record ExportedSeal(long number, String entryHash, String previousHash, String hash) {

        static @Nullable ExportedSeal of(ChainedEntry.@Nullable Link link) {
            return link == null
                    ? null
                    : new ExportedSeal(link.number(), link.entryHash(), link.previousHash(), link.hash());
        }
    }
}
