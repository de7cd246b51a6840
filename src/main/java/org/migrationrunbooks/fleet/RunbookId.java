package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** One run of a runbook; a UUID in its text form, given before anything is started, so that a retried request finds it. */
public record RunbookId(@JsonValue String value) {

    @JsonCreator
    public RunbookId {
        if (!UUID.fromString(value).toString().equals(value)) {
            throw new IllegalArgumentException("not a runbook id: '" + value + "'");
        }
    }

    public static RunbookId random() {
        return new RunbookId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
