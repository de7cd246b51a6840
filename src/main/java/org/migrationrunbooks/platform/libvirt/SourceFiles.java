package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.OperationKey;
import org.w3c.dom.Element;

/**
 * The files that an instance left at its source when a live migration took its disks along. It stands in the metadata of the
 * definition that arrives, since libvirt takes the source's definition away at the moment of success, and is taken away when the
 * files are.
 *
 * @param key of the migration
 * @param host on which they are
 */
record SourceFiles(OperationKey key, String host, List<Path> files) {

    static final String NAMESPACE = "https://migration-runbooks.org/xmlns/source-files/1.0";
    private static final String PREFIX = "mrsf:";
    private static final String ELEMENT = "source";
    private static final String FILE = "file";
    private static final String KEY = "operation";
    private static final String HOST = "host";
    private static final String PATH = "path";

    SourceFiles {
        files = List.copyOf(files);
    }

    /** What a definition's metadata says; a note that is not as we write it counts as none. */
    static Optional<SourceFiles> in(Xml domain) {
        return domain.all("metadata").stream()
                .flatMap(metadata -> metadata.children(NAMESPACE, ELEMENT).stream())
                .flatMap(note -> read(note).stream())
                .findFirst();
    }

    private static Optional<SourceFiles> read(Xml note) {
        try {
            return Optional.of(new SourceFiles(
                    new OperationKey(note.attribute(KEY).orElse("")),
                    note.attribute(HOST).orElse(""),
                    note.children(NAMESPACE, FILE).stream()
                            .flatMap(file -> file.attribute(PATH).stream())
                            .map(Path::of)
                            .toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes it into a definition, over that of an earlier migration. */
    void writeInto(DomainXml definition) {
        Element metadata = CopiedDefinition.metadata(definition.root().element());
        new Xml(metadata).children(NAMESPACE, ELEMENT).forEach(old -> metadata.removeChild(old.element()));
        Element note = metadata.getOwnerDocument().createElementNS(NAMESPACE, PREFIX + ELEMENT);
        note.setAttribute(KEY, key.value());
        note.setAttribute(HOST, host);
        for (Path path : files) {
            Element file = metadata.getOwnerDocument().createElementNS(NAMESPACE, PREFIX + FILE);
            file.setAttribute(PATH, path.toString());
            note.appendChild(file);
        }
        metadata.appendChild(note);
    }
}
