package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Pointer;

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
}
