package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The runbooks that can be started; the key of the process model is the code. */
public enum RunbookKind {
    LIVE_MIGRATION("live-migration"),
    COLD_MIGRATION("cold-migration");

    private final String key;

    RunbookKind(String key) {
        this.key = key;
    }

    /** The name in REST and the key of the process definition. */
    @JsonValue
    public String key() {
        return key;
    }

    public static Optional<RunbookKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }
}
