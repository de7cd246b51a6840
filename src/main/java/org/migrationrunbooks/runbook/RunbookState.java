package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a run is, for people and scripts. */
public enum RunbookState {
    PLANNING(false),
    AWAITING_APPROVAL(false),
    RUNNING(false),
    /** A person has to decide how to go on, or a step failed for good. */
    NEEDS_ATTENTION(false),
    COMPLETED(true),
    /** Ended with everything as it was before. */
    ROLLED_BACK(true),
    CANCELLED(true),
    REJECTED(true),
    FAILED(true);

    private final boolean ended;

    RunbookState(boolean ended) {
        this.ended = ended;
    }

    public boolean ended() {
        return ended;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<RunbookState> of(String code) {
        return Arrays.stream(values())
                .filter(state -> state.code().equals(code))
                .findFirst();
    }
}
