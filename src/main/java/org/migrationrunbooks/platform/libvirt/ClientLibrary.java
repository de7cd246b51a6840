package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvirt's client library, loaded when it is first needed, so that the application also starts on a machine without it. Loading
 * starts the event loop without which libvirt neither sends keep-alive messages nor notices that a connection broke.
 */
final class ClientLibrary {

    /** As the linker knows it: {@code libvirt.so.0}. */
    static final ClientLibrary INSTALLED = new ClientLibrary("virt");

    private static final Logger log = LoggerFactory.getLogger(ClientLibrary.class);

    // libvirt calls it for as long as the process lives; it must not be collected.
    private static final Libvirt.ErrorFunction SILENT = (userData, error) -> {};

    private final String name;
    private @Nullable Libvirt loaded;
    private @Nullable String missing;

    ClientLibrary(String name) {
        this.name = name;
    }

    /**
     * The library.
     *
     * @throws PlatformUnreachableException where it is not installed; the message says what to install. Not tried again: the
     *     application has to be restarted after the installation.
     */
    synchronized Libvirt get() {
        if (loaded == null && missing == null) {
            try {
                loaded = load();
            } catch (UnsatisfiedLinkError e) {
                log.warn("Loading {} failed: {}", name, e.getMessage());
                missing =
                        ("libvirt client library not found: install package libvirt0 (it has libvirt.so.0) on this machine"
                                        + " and restart the application (looked for '%s')")
                                .formatted(name);
            }
        }
        if (loaded == null) {
            throw new PlatformUnreachableException(String.valueOf(missing), null);
        }
        return loaded;
    }

    private Libvirt load() {
        Libvirt library =
                Native.load(name, Libvirt.class, Map.of(Library.OPTION_STRING_ENCODING, StandardCharsets.UTF_8.name()));
        library.virSetErrorFunc(null, SILENT);
        if (library.virEventRegisterDefaultImpl() < 0) {
            throw LibvirtException.last(library, "virEventRegisterDefaultImpl");
        }
        Thread loop = new Thread(() -> runEvents(library), "libvirt-events");
        loop.setDaemon(true);
        loop.start();
        return library;
    }

    private static void runEvents(Libvirt library) {
        int result;
        do {
            result = library.virEventRunDefaultImpl();
        } while (result >= 0);
        log.error(
                "libvirt's event loop ended, broken connections are noticed late from now on: {}",
                LibvirtException.last(library, "virEventRunDefaultImpl").getMessage());
    }
}
