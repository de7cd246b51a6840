package org.migrationrunbooks.platform.libvirt;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What is read of a storage volume.
 *
 * @param length of the file in bytes, whatever the format makes of it
 * @param capacity in bytes, as the guest sees it
 * @param type {@code file}, {@code block}, {@code dir}, …
 * @param written when the file was written last, by the clock of its storage; empty where libvirt does not tell
 * @param backingFile of which it holds the changes only; empty where it stands for itself
 */
record StorageVolumeXml(
        String type, long length, long capacity, Optional<Instant> written, Optional<String> backingFile) {

    static StorageVolumeXml parse(String document) {
        Xml volume = Xml.parse(document);
        long capacity = volume.text("capacity").map(Long::valueOf).orElse(0L);
        return new StorageVolumeXml(
                volume.attribute("type").orElse("file"),
                volume.text("physical").map(Long::valueOf).orElse(capacity),
                capacity,
                volume.text("target/timestamps/mtime").map(StorageVolumeXml::instant),
                volume.text("backingStore/path"));
    }

    /** Seconds since 1970, with a fraction. */
    private static Instant instant(String seconds) {
        BigDecimal time = new BigDecimal(seconds);
        return Instant.ofEpochSecond(
                time.longValue(),
                time.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
}
