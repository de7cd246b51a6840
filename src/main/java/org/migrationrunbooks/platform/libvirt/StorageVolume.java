package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage volume of one open connection; valid only within the call that hands it out. Every method throws {@link
 * LibvirtException} where libvirt reports an error.
 */
final class StorageVolume {

    /** Of one message, near the most that libvirt's protocol carries in one. */
    private static final int MESSAGE = 256 << 10;

    private final Libvirt library;
    private final Pointer pointer;

    private StorageVolume(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
    }

    /** Calls {@code question} with what a look-up found, and frees it; empty where it found none. */
    static <T> Optional<T> with(
            Libvirt library, String lookup, @Nullable Pointer found, Function<StorageVolume, T> question) {
        if (found == null) {
            LibvirtException error = LibvirtException.last(library, lookup);
            if (error.code() == LibvirtException.NO_STORAGE_VOLUME) {
                return Optional.empty();
            }
            throw error;
        }
        try {
            return Optional.of(question.apply(new StorageVolume(library, found)));
        } finally {
            library.virStorageVolFree(found);
        }
    }

    StorageVolumeXml xml() {
        return StorageVolumeXml.parse(description());
    }

    /** Empty where the host does not tell them. */
    Optional<FilePermissions> permissions() {
        return FilePermissions.in(Xml.parse(description()));
    }

    private String description() {
        return NativeText.take(library, "virStorageVolGetXMLDesc", library.virStorageVolGetXMLDesc(pointer, 0));
    }

    void delete() {
        check("virStorageVolDelete", library.virStorageVolDelete(pointer, 0));
    }

    /**
     * Reads a stretch of the file. A stretch is a stream of its own, since the client library takes in whatever a stream brings,
     * read or not: only the stretch's length bounds what is held in memory.
     *
     * @param moved told of each part that came, and may end the stretch by an exception
     */
    void read(long offset, byte[] into, int length, IntConsumer moved) {
        try (StorageStream stream = StorageStream.open(library, connection())) {
            check("virStorageVolDownload", library.virStorageVolDownload(pointer, stream.pointer(), offset, length, 0));
            Memory message = new Memory(MESSAGE);
            int done = 0;
            while (done < length) {
                int received = stream.receive(message, Math.min(MESSAGE, length - done));
                if (received == 0) {
                    throw new LibvirtException(
                            0, "the volume ended %d bytes early, at %d".formatted(length - done, offset + done));
                }
                message.read(0, into, done, received);
                done += received;
                moved.accept(received);
            }
            stream.finish();
        }
    }

    /**
     * Writes a stretch of the file, and returns when the host has it.
     *
     * @param moved told of each part that went, and may end the stretch by an exception
     */
    void write(long offset, byte[] from, int length, IntConsumer moved) {
        try (StorageStream stream = StorageStream.open(library, connection())) {
            check("virStorageVolUpload", library.virStorageVolUpload(pointer, stream.pointer(), offset, length, 0));
            Memory message = new Memory(MESSAGE);
            int done = 0;
            while (done < length) {
                int part = Math.min(MESSAGE, length - done);
                message.write(0, from, done, part);
                stream.send(message, part);
                done += part;
                moved.accept(part);
            }
            stream.finish();
        }
    }

    /** Not ours to free. */
    private Pointer connection() {
        Pointer connection = library.virStorageVolGetConnect(pointer);
        if (connection == null) {
            throw LibvirtException.last(library, "virStorageVolGetConnect");
        }
        return connection;
    }

    private void check(String call, int result) {
        if (result < 0) {
            throw LibvirtException.last(library, call);
        }
    }
}
