package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A stream of bytes to or from a volume; its calls wait for the host. What is closed before it was finished is aborted. */
final class StorageStream implements AutoCloseable {

    private final Libvirt library;
    private final Pointer pointer;
    private boolean over;

    private StorageStream(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
    }

    static StorageStream open(Libvirt library, Pointer connection) {
        Pointer pointer = library.virStreamNew(connection, 0);
        if (pointer == null) {
            throw LibvirtException.last(library, "virStreamNew");
        }
        return new StorageStream(library, pointer);
    }

    /** To be handed to the call that says what flows. */
    Pointer pointer() {
        return pointer;
    }

    /** The number of bytes that came, at most {@code size}; zero at the end. */
    int receive(Memory buffer, int size) {
        int received = library.virStreamRecv(pointer, buffer, size);
        if (received < 0) {
            throw broken("virStreamRecv");
        }
        return received;
    }

    void send(Memory buffer, int size) {
        int done = 0;
        while (done < size) {
            int sent = library.virStreamSend(pointer, buffer.share(done), size - (long) done);
            if (sent < 0) {
                throw broken("virStreamSend");
            }
            done += sent;
        }
    }

    /** Returns when the other side has everything; fails where it has not. */
    void finish() {
        if (library.virStreamFinish(pointer) < 0) {
            throw broken("virStreamFinish");
        }
        over = true;
    }

    /** libvirt has ended a stream that failed by itself. */
    private LibvirtException broken(String call) {
        over = true;
        return LibvirtException.last(library, call);
    }

    @Override
    public void close() {
        if (!over) {
            library.virStreamAbort(pointer);
        }
        library.virStreamFree(pointer);
    }
}
