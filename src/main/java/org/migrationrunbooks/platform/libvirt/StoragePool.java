package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An active storage pool of one open connection; valid only within the call that {@link Connection#pools} makes. */
final class StoragePool {

    private final Libvirt library;
    private final Pointer pointer;

    StoragePool(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
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
     */
    void create(String name, long length) {
        String definition =
                "<volume><name>%s</name><capacity unit='bytes'>%d</capacity><allocation unit='bytes'>%d</allocation>"
                                .formatted(name, length, length)
                        + "<target><format type='raw'/></target></volume>";
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
