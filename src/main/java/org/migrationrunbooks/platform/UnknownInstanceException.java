package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.InstanceId;

/** Every host that could have the instance answered, and none has it; asking again changes nothing. */
public final class UnknownInstanceException extends PlatformException {

    private static final long serialVersionUID = 1;

    public UnknownInstanceException(InstanceId instance) {
        super("the platform has no instance " + instance, null);
    }
}
