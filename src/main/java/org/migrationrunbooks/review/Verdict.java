package org.migrationrunbooks.review;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an auditor says of a run. */
public enum Verdict {
    /** Everything was done as it has to be. */
    ACCEPTED,
    /** Something was not, and the findings say what. */
    FINDINGS;

    /**
     * The verdict with this code.
     *
     * @throws IllegalArgumentException for a code that {@link #code()} never gives
     */
    @JsonCreator
    public static Verdict of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
