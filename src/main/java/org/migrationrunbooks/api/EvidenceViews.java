package org.migrationrunbooks.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.RunDetails;

/** What proves that a host is off. */
final class EvidenceViews {

    private EvidenceViews() {}

    /**
     * A power state as a fencing device told it.
     *
     * @param device the configured name
     * @param method how the device works
     * @param answer in the device's words
     */
    record PowerView(String host, String device, String method, PowerState power, String answer, Instant readAt) {

        static PowerView of(RunDetails.PowerView entry) {
            return new PowerView(
                    entry.host(),
                    entry.device(),
                    entry.method(),
                    entry.reading().state(),
                    entry.reading().answer(),
                    entry.reading().readAt());
        }
    }

    /** What one person has said of a host. */
    record AttestationView(String host, String person, String planHash, @Nullable String comment, Instant attestedAt) {

        static AttestationView of(RunDetails.AttestationView attestation) {
            return new AttestationView(
                    attestation.host(),
                    attestation.person(),
                    attestation.planHash().value(),
                    attestation.comment(),
                    attestation.attestedAt());
        }
    }
}
