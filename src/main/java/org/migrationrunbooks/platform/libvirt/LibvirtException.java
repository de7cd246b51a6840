package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * libvirt answered a call with an error. Whether the error came from the host or is about the connection to it is told by the
 * connection afterwards ({@link Connection#alive}), since libvirt's codes do not tell it reliably.
 */
final class LibvirtException extends RuntimeException {

    static final int NO_SUPPORT = 3;
    static final int OPERATION_DENIED = 29;
    static final int NO_DOMAIN = 42;
    static final int NO_STORAGE_POOL = 49;
    static final int NO_STORAGE_VOLUME = 50;
    static final int OPERATION_INVALID = 55;
    static final int OPERATION_ABORTED = 78;
    static final int OPERATION_UNSUPPORTED = 84;
    static final int ACCESS_DENIED = 88;

    private static final long serialVersionUID = 1;
    private static final int CODE = 0;
    private static final int MESSAGE = 8;

    private final int code;

    LibvirtException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The error of the call that failed just now; libvirt keeps it per thread, so it is asked for in the thread of the call. */
    static LibvirtException last(Libvirt library, String call) {
        Pointer error = library.virGetLastError();
        if (error == null) {
            return new LibvirtException(0, call + " failed without saying why");
        }
        Pointer message = error.getPointer(MESSAGE);
        return new LibvirtException(
                error.getInt(CODE),
                message == null ? call + " failed" : message.getString(0, StandardCharsets.UTF_8.name()));
    }

    /** One of libvirt's {@code VIR_ERR_…} numbers. */
    int code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
