package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformAdapter;
import org.migrationrunbooks.platform.PlatformSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Opens the platforms of type {@code libvirt}. */
@Component
final class LibvirtAdapter implements PlatformAdapter {

    static final String TYPE = "libvirt";

    private final ClientLibrary library;
    private final DefinitionStore definitions;
    private final Clock clock;

    @Autowired
    LibvirtAdapter(DefinitionStore definitions, Clock clock) {
        this(ClientLibrary.INSTALLED, definitions, clock);
    }

    LibvirtAdapter(ClientLibrary library, DefinitionStore definitions, Clock clock) {
        this.library = library;
        this.definitions = definitions;
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Platform open(PlatformSettings settings) {
        return new LibvirtPlatform(settings.name(), settings.bind(LibvirtSettings.class), library, definitions, clock);
    }
}
