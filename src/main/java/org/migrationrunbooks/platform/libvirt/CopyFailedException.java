package org.migrationrunbooks.platform.libvirt;

/** A copy ended without being complete; the message tells why and what is left. */
final class CopyFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CopyFailedException(String message) {
        super(message);
    }
}
