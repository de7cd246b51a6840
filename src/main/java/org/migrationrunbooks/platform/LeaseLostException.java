package org.migrationrunbooks.platform;

/** The caller no longer holds its lease, so the effect was not attempted; somebody else carries on. */
public final class LeaseLostException extends PlatformException {

    private static final long serialVersionUID = 1;

    public LeaseLostException(String message) {
        super(message, null);
    }
}
