package org.migrationrunbooks.platform;

/** One entry of {@code runbooks.platforms[]}; each adapter binds its own properties from it. */
public interface PlatformSettings {

    String name();

    String type();

    /**
     * Binds the entry to the adapter's own immutable properties record.
     *
     * @throws IllegalArgumentException where a value cannot be bound; the message names the property
     */
    <T> T bind(Class<T> properties);
}
