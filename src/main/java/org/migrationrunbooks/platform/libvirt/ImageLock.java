package org.migrationrunbooks.platform.libvirt;

/** What a host answers to a start when somebody else holds an image of the instance: the one thing that a cut-off host cannot hide. */
final class ImageLock {

    private ImageLock() {}

    /** Whether these words, of QEMU's own locks or of libvirt's lock daemons, say so. */
    static boolean heldElsewhere(String answer) {
        return (answer.contains("Failed to get") && answer.contains("\" lock"))
                || (answer.contains("Lockspace resource") && answer.contains("is locked"))
                || answer.contains("Failed to acquire lock");
    }
}
