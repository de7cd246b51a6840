package org.migrationrunbooks.platform;

/** No platform of that name is configured. */
public final class UnknownPlatformException extends PlatformException {

    private static final long serialVersionUID = 1;

    public UnknownPlatformException(String name) {
        super("no platform '" + name + "' is configured under runbooks.platforms", null);
    }
}
