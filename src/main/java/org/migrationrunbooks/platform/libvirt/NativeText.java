package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that libvirt returns. */
final class NativeText {

    private NativeText() {}

    /**
     * Copies text that the caller owns and frees it.
     *
     * @throws LibvirtException where there is none, since that is how the call says that it failed
     */
    static String take(Libvirt library, String call, @Nullable Pointer text) {
        if (text == null) {
            throw LibvirtException.last(library, call);
        }
        try {
            return text.getString(0, StandardCharsets.UTF_8.name());
        } finally {
            Native.free(Pointer.nativeValue(text));
        }
    }
}
