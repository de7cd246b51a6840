package org.migrationrunbooks.platform;

/** What an adapter module contributes as a Spring bean: it opens the platforms of its type. */
public interface PlatformAdapter {

    /** The value of {@code runbooks.platforms[].type} that this adapter serves. */
    String type();

    /**
     * Opens a configured platform. An unreachable platform is no reason to throw: it is opened and says so in {@link
     * Platform#health()}, since the application must start without it.
     *
     * @throws IllegalArgumentException where the settings themselves are wrong; the message names the property
     */
    Platform open(PlatformSettings settings);
}
