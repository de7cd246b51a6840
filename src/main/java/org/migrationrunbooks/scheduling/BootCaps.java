package org.migrationrunbooks.scheduling;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many instances may boot at the same time. A host that boots many guests at once starves those that run on it, and a storage that
 * is read by all of them makes each boot slower than one after the other would be.
 *
 * @param perHost on one host, at least 1
 * @param perStorage from one storage, over all hosts, at least 1
 */
@ConfigurationProperties("runbooks.boot-slots")
public record BootCaps(@DefaultValue("4") int perHost, @DefaultValue("16") int perStorage) {

    public BootCaps {
        if (perHost < 1 || perStorage < 1) {
            throw new IllegalArgumentException(
                    "runbooks.boot-slots: at least one instance has to be allowed to boot, not %d per host and %d per storage"
                            .formatted(perHost, perStorage));
        }
    }
}
