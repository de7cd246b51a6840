package org.migrationrunbooks.review;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * What one auditor has said of one run.
 *
 * @param findings what is wrong, one sentence each; empty where it was accepted
 * @param sealed how many entries of the audit were verified right before
 * @param headHash of the chain then, to be compared with later; null where it was broken
 */
public record SignOff(
        RunbookId runbook,
        String person,
        Verdict verdict,
        @Nullable String comment,
        List<String> findings,
        long sealed,
        @Nullable String headHash,
        Instant signedAt) {

    public SignOff {
        findings = List.copyOf(findings);
    }
}
