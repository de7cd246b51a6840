package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An active storage pool of one open connection; valid only within the call that {@link Connection#pools} makes. */
final class StoragePool {

    private static final int ACTIVE = 1 << 1;

    private final Libvirt library;
    private final Pointer pointer;

    StoragePool(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
    }

    /** Calls {@code question} for each active pool; one that goes meanwhile has no answer. */
    static <T> List<T> all(Libvirt library, Pointer connection, Function<StoragePool, T> question) {
        PointerByReference list = new PointerByReference();
        int count = library.virConnectListAllStoragePools(connection, list, ACTIVE);
        if (count < 0) {
            throw LibvirtException.last(library, "virConnectListAllStoragePools");
        }
        return PointerList.read(
                        list, count, pool -> new StoragePool(library, pool).ask(question), library::virStoragePoolFree)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private <T> Optional<T> ask(Function<StoragePool, T> question) {
        try {
            return Optional.of(question.apply(this));
        } catch (LibvirtException e) {
            if (e.code() != LibvirtException.NO_STORAGE_POOL) {
                throw e;
            }
            return Optional.empty(); // it left between the two questions
        }
    }

    /** Makes a pool of a folder that is there; libvirt forgets it when it is ended, and then leaves the folder as it is. */
    static void create(Libvirt library, Pointer connection, Path folder, String name) {
        String definition =
                "<pool type='dir'><name>%s</name><target><path>%s</path></target></pool>".formatted(name, folder);
        Pointer pool = library.virStoragePoolCreateXML(connection, definition, 0);
        if (pool == null) {
            throw LibvirtException.last(library, "virStoragePoolCreateXML");
        }
        library.virStoragePoolFree(pool);
    }

    /** Ends it; the files in it stay. */
    void end() {
        if (library.virStoragePoolDestroy(pointer) < 0) {
            throw LibvirtException.last(library, "virStoragePoolDestroy");
        }
    }

    StoragePoolXml xml() {
        return StoragePoolXml.parse(
                NativeText.take(library, "virStoragePoolGetXMLDesc", library.virStoragePoolGetXMLDesc(pointer, 0)));
    }

    /** Makes libvirt look again at what is in the pool; fails where the host has lost its storage. */
    void refresh() {
        if (library.virStoragePoolRefresh(pointer, 0) < 0) {
            throw LibvirtException.last(library, "virStoragePoolRefresh");
        }
    }

    /**
     * Creates a file of this length that has all its room already and reads as zeros; what it holds is told by what is written to it.
     * libvirtd 11.3 ends, as seen in the lab, when a stream that it writes to a file finds the disk full: so that is found out here.
     *
     * @param permissions of the file; null for those that the host gives to what it creates
     */
    void create(String name, long length, @Nullable FilePermissions permissions) {
        String definition =
                "<volume><name>%s</name><capacity unit='bytes'>%d</capacity><allocation unit='bytes'>%d</allocation>"
                                .formatted(name, length, length)
                        + "<target><format type='raw'/>%s</target></volume>"
                                .formatted(permissions == null ? "" : permissions.element());
        Pointer volume = library.virStorageVolCreateXML(pointer, definition, 0);
        if (volume == null) {
            throw LibvirtException.last(library, "virStorageVolCreateXML");
        }
        library.virStorageVolFree(volume);
    }

    /** Calls {@code question} with the volume of this name; empty where the pool has none. */
    <T> Optional<T> volume(String name, Function<StorageVolume, T> question) {
        return StorageVolume.with(
                library, "virStorageVolLookupByName", library.virStorageVolLookupByName(pointer, name), question);
    }

    /** The volumes that libvirt knows in it, as of the last {@link #refresh}. */
    List<String> volumes() {
        PointerByReference list = new PointerByReference();
        int count = library.virStoragePoolListAllVolumes(pointer, list, 0);
        if (count < 0) {
            throw LibvirtException.last(library, "virStoragePoolListAllVolumes");
        }
        return PointerList.read(
                list,
                count,
                volume -> String.valueOf(library.virStorageVolGetName(volume)),
                library::virStorageVolFree);
    }
}
