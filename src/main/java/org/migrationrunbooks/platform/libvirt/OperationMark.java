package org.migrationrunbooks.platform.libvirt;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.migrationrunbooks.fleet.OperationKey;

/**
 * The key of the operation that was marked last on a domain, in the domain's metadata. It travels with the domain when it
 * migrates, so that both hosts tell whose migration it is; and it outlives our process.
 *
 * @param at when it was marked, so that a total time can be told where libvirt kept none
 */
record OperationMark(OperationKey key, Instant at) {

    static final String NAMESPACE = "https://migration-runbooks.org/xmlns/operation/1.0";
    static final String PREFIX = "mrop";
    private static final String ELEMENT = "operation";
    private static final String KEY = "key";
    private static final String AT = "at";

    /** The metadata element, without namespace: libvirt adds it. */
    String element() {
        String escaped = key.value().replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        return "<%s %s=\"%s\" %s=\"%s\"/>".formatted(ELEMENT, KEY, escaped, AT, at);
    }

    /** What a domain's {@code <metadata>} says; a mark that is not as we write it counts as none. */
    static Optional<OperationMark> in(Xml domain) {
        return domain.all("metadata").stream()
                .flatMap(metadata -> metadata.children(NAMESPACE, ELEMENT).stream())
                .flatMap(mark -> read(mark).stream())
                .findFirst();
    }

    private static Optional<OperationMark> read(Xml mark) {
        try {
            return Optional.of(new OperationMark(
                    new OperationKey(mark.attribute(KEY).orElse("")),
                    Instant.parse(mark.attribute(AT).orElse(""))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
