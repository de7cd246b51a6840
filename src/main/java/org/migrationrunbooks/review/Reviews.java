package org.migrationrunbooks.review;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.audit.AuditVerification;
import org.migrationrunbooks.audit.AuditVerifier;
import org.migrationrunbooks.audit.ChainedEntry;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Problem;
import org.migrationrunbooks.runbook.ProblemCode;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunDetails;
import org.migrationrunbooks.runbook.RunFilter;
import org.migrationrunbooks.runbook.RunPage;
import org.migrationrunbooks.runbook.Runbooks;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets auditors look at runs that have ended, and sign them off. */
@Component
public class Reviews {

    private final Runbooks runbooks;
    private final AuditQuery audit;
    private final AuditTrail trail;
    private final AuditVerifier verifier;
    private final SignOffs signOffs;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Reviews(
            Runbooks runbooks,
            AuditQuery audit,
            AuditTrail trail,
            AuditVerifier verifier,
            SignOffs signOffs,
            TransactionTemplate transaction,
            Clock clock) {
        this.runbooks = runbooks;
        this.audit = audit;
        this.trail = trail;
        this.verifier = verifier;
        this.signOffs = signOffs;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Some runs; the filter says whether only those that have ended, and only those that nobody has signed off. */
    public ReviewPage list(RunFilter filter) {
        RunPage page = runbooks.list(filter);
        Map<RunbookId, List<SignOff>> signed =
                signOffs.of(page.items().stream().map(Run::id).toList());
        return new ReviewPage(
                page.items().stream()
                        .map(run -> new ReviewPage.Reviewed(run, signed.getOrDefault(run.id(), List.of())))
                        .toList(),
                page.total());
    }

    /** The record of a run; empty where there is no such run. */
    public Optional<RunRecord> record(RunbookId id) {
        return runbooks.details(id).map(details -> {
            List<ChainedEntry> entries = audit.chained(withParts(details));
            return new RunRecord(details, entries, signOffs.of(List.of(id)).getOrDefault(id, List.of()));
        });
    }

    /** Writes down that somebody took a record away. */
    public void exported(RunRecord record, String person, String format) {
        Run run = record.run().run();
        trail.append(new AuditEvent(
                AuditCode.RECORD_EXPORTED, person, run.id(), run.subject(), null, Map.of("format", format)));
    }

    /**
     * Signs a run off, after the whole audit was verified, which takes time in proportion to it.
     *
     * @param findings what is wrong; at least one where the verdict says so, none otherwise
     * @return the problem, where it was not signed off; nothing was changed then
     */
    public Optional<Problem> signOff(
            RunRecord record, String person, Verdict verdict, @Nullable String comment, List<String> findings) {
        Run run = record.run().run();
        if ((verdict == Verdict.FINDINGS) == findings.isEmpty()) {
            return Optional.of(problem(
                    ProblemCode.FINDINGS_UNCLEAR,
                    verdict == Verdict.FINDINGS
                            ? "There are findings, and none is named."
                            : "The run is accepted, and findings are named.",
                    "Name what was found, one sentence each, or accept without findings."));
        }
        if (!run.state().ended()) {
            return Optional.of(problem(
                    ProblemCode.NOT_ENDED,
                    "The run is %s.".formatted(run.state().code()),
                    "Sign it off when it has ended."));
        }
        if (record.involved().contains(person)) {
            return Optional.of(problem(
                    ProblemCode.OWN_WORK,
                    "You had a part in this run; whoever signs it off must not.",
                    "Another auditor has to."));
        }
        if (record.signOffs().stream().anyMatch(earlier -> earlier.person().equals(person))) {
            return Optional.of(signedOffAlready());
        }
        if (record.state() == ChainedEntry.State.UNSEALED) {
            return Optional.of(problem(
                    ProblemCode.RECORD_UNSEALED,
                    "The last entries of this run wait for their seals.",
                    "Try again in a second; where it stays so, look at /api/v1/audit/verification."));
        }
        AuditVerification verification = verifier.verify();
        if (verdict == Verdict.ACCEPTED && !(verification instanceof AuditVerification.Intact)) {
            return Optional.of(problem(
                    ProblemCode.RECORD_BROKEN,
                    "The audit is not what was written.",
                    "Look at /api/v1/audit/verification, and sign it off with findings."));
        }
        return add(
                run,
                new SignOff(
                        run.id(),
                        person,
                        verdict,
                        comment,
                        findings,
                        verification.sealed(),
                        verification instanceof AuditVerification.Intact intact ? intact.headHash() : null,
                        clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    private Optional<Problem> add(Run run, SignOff signOff) {
        try {
            transaction.executeWithoutResult(status -> {
                signOffs.add(signOff);
                runbooks.reviewed(run.id(), signOff.signedAt());
                trail.append(new AuditEvent(
                        AuditCode.RUNBOOK_SIGNED_OFF,
                        signOff.person(),
                        run.id(),
                        run.subject(),
                        signOff.comment(),
                        details(signOff)));
            });
            return Optional.empty();
        } catch (DuplicateKeyException e) {
            return Optional.of(signedOffAlready());
        }
    }

    private static Problem signedOffAlready() {
        return problem(
                ProblemCode.ALREADY_SIGNED_OFF,
                "You have signed this run off already.",
                "A sign-off is never changed; another auditor may add one.");
    }

    private static Map<String, String> details(SignOff signOff) {
        Map<String, String> details = new HashMap<>();
        details.put("verdict", signOff.verdict().code());
        details.put("sealed", Long.toString(signOff.sealed()));
        if (signOff.headHash() != null) {
            details.put("headHash", signOff.headHash());
        }
        if (!signOff.findings().isEmpty()) {
            details.put("findings", String.join("\n", signOff.findings()));
        }
        return details;
    }

    private static List<RunbookId> withParts(RunDetails details) {
        List<RunbookId> ids = new ArrayList<>(List.of(details.run().id()));
        details.parts().forEach(part -> ids.add(part.id()));
        return ids;
    }

    private static Problem problem(ProblemCode code, String detail, String next) {
        return new Problem(code, detail, "The run was not signed off; nothing was changed.", next, null, List.of());
    }
}
