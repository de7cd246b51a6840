package org.migrationrunbooks.platform;

/** What an adapter module contributes as a Spring bean: it opens the fencing devices of its type. */
public interface FencingAdapter {

    /** The value of {@code runbooks.fencing[].type} that this adapter serves. */
    String type();

    /**
     * Opens a configured device. A device that cannot be reached, or whose program is not installed, is no reason to throw: the
     * application must start without it, and the device says so when it is used.
     *
     * @throws IllegalArgumentException where the settings themselves are wrong; the message names the property
     */
    FencingDevice open(PlatformSettings settings);
}
