package org.migrationrunbooks.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.review.Verdict;

/**
 * What an auditor says of a run.
 *
 * @param findings what is wrong, one sentence each; left out where the run is accepted
 */
record SignOffBody(
        @NotNull(message = DecisionBodies.MISSING) Verdict verdict,
        @Nullable @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String comment,
        @Nullable @Size(max = 50, message = "has at most 50 findings")
                List<
                                @NotBlank(message = "is empty")
                                @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String>
                        findings) {

    /** Empty where there are none. */
    List<String> named() {
        return findings == null ? List.of() : findings;
    }
}
