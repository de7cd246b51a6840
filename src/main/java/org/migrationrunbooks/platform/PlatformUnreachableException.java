package org.migrationrunbooks.platform;

import org.jspecify.annotations.Nullable;

/** The request never left us, or was only a question: nothing was changed, and asking again is safe. */
public final class PlatformUnreachableException extends PlatformException {

    private static final long serialVersionUID = 1;

    public PlatformUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
