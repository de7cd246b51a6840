package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.Optional;
import org.migrationrunbooks.fleet.ByteSize;

/**
 * What is read of a storage pool.
 *
 * @param target the folder in which the host sees its volumes; empty for pools that are reached otherwise
 * @param available what its storage has left; zero where libvirt does not tell
 */
record StoragePoolXml(String name, Optional<Path> target, ByteSize available) {

    static StoragePoolXml parse(String document) {
        Xml pool = Xml.parse(document);
        return new StoragePoolXml(
                pool.text("name").orElse(""),
                pool.text("target/path").map(Path::of).map(Path::normalize),
                ByteSize.ofBytes(pool.text("available").map(Long::valueOf).orElse(0L)));
    }

    boolean at(Path folder) {
        return target.filter(folder.normalize()::equals).isPresent();
    }

    boolean covers(Path path) {
        return target.filter(path::startsWith).isPresent();
    }
}
