package org.migrationrunbooks.platform;

import org.jspecify.annotations.Nullable;

/**
 * A request that changes something was sent and no answer came in time. It may have been carried out, may be carried out later,
 * or never: the truth has to be read again, and its absence proves nothing.
 */
public final class AnswerLostException extends PlatformException {

    private static final long serialVersionUID = 1;

    public AnswerLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
