package org.migrationrunbooks.engine;

import org.jspecify.annotations.Nullable;

/** The process models cannot be deployed as they are; the application does not start with them. */
final class ReleaseRefusedException extends RuntimeException {

    private final String action;

    ReleaseRefusedException(String message, String action) {
        this(message, action, null);
    }

    ReleaseRefusedException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** What the operator can do about it. */
    String action() {
        return action;
    }
}
