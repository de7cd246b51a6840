package org.migrationrunbooks.platform;

import org.jspecify.annotations.Nullable;

/** A platform did not do what was asked, in a way that is no answer; see the subclasses for what that means. */
public abstract sealed class PlatformException extends RuntimeException
        permits PlatformUnreachableException,
                AnswerLostException,
                UnknownPlatformException,
                UnknownInstanceException,
                LeaseLostException {

    private static final long serialVersionUID = 1;

    PlatformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
