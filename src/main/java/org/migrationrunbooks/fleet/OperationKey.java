package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one attempt of one long action on a platform, before it is asked for, so that it can be found again after any crash. It is
 * written to the platform where that is possible (libvirt: the domain's metadata).
 *
 * @param value {@code <runbook id>:<step>:<attempt>}
 */
public record OperationKey(@JsonValue String value) {

    @JsonCreator
    public OperationKey {
        if (value.chars().filter(c -> c == ':').count() != 2) {
            throw new IllegalArgumentException("not an operation key: '" + value + "'");
        }
    }

    /**
     * The key of an attempt.
     *
     * @param attempt counts from 1
     */
    public static OperationKey of(RunbookId runbook, String step, int attempt) {
        return new OperationKey(runbook + ":" + step + ":" + attempt);
    }

    @Override
    public String toString() {
        return value;
    }
}
