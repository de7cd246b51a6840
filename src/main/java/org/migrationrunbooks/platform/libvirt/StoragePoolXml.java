package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is read of a storage pool.
 *
 * @param target the folder in which the host sees its volumes; empty for pools that are reached otherwise
 */
record StoragePoolXml(String name, Optional<Path> target) {

    static StoragePoolXml parse(String document) {
        Xml pool = Xml.parse(document);
        return new StoragePoolXml(
                pool.text("name").orElse(""), pool.text("target/path").map(Path::of));
    }

    boolean covers(Path path) {
        return target.filter(path::startsWith).isPresent();
    }
}
