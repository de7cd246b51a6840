package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The definition of a copy: the source's own with the copied files in it, and a note that tells whose copy it is. */
final class CopiedDefinition {

    private CopiedDefinition() {}

    /**
     * The document to define at the destination.
     *
     * @param source the whole inactive definition; it is changed
     */
    static String of(DomainXml source, String epoch, List<PrivateVolume> volumes) {
        return of(source, source.relocation().ofCopy(epoch), volumes);
    }

    /** The same with a note of the caller's. */
    static String of(DomainXml source, RelocationNote note, List<PrivateVolume> volumes) {
        for (Xml disk : source.root().all("devices/disk")) {
            disk.first("source").ifPresent(file -> file.attribute("file")
                    .flatMap(path -> volumes.stream()
                            .filter(volume -> volume.path().toString().equals(path))
                            .findFirst())
                    .ifPresent(volume ->
                            file.element().setAttribute("file", volume.copy().toString())));
        }
        return noted(source, note);
    }

    /** Has a definition name this file for the firmware's variables; it is changed. */
    static void firmware(DomainXml definition, Path variables) {
        definition.root().first("os/nvram").ifPresent(nvram -> nvram.first("source")
                .ifPresentOrElse(
                        source -> source.element().setAttribute("file", variables.toString()),
                        () -> nvram.element().setTextContent(variables.toString())));
    }

    /** The same definition with another note; it is changed. */
    static String noted(DomainXml definition, RelocationNote note) {
        write(definition.root().element(), note);
        return definition.root().document();
    }

    /** The metadata of a definition, which is given one where it has none. */
    static Element metadata(Element domain) {
        return new Xml(domain).first("metadata").map(Xml::element).orElseGet(() ->
                (Element) domain.appendChild(domain.getOwnerDocument().createElement("metadata")));
    }

    private static void write(Element domain, RelocationNote note) {
        Document document = domain.getOwnerDocument();
        Element metadata = metadata(domain);
        new Xml(metadata)
                .children(RelocationNote.NAMESPACE, RelocationNote.ELEMENT)
                .forEach(old -> metadata.removeChild(old.element()));
        Element element = document.createElementNS(
                RelocationNote.NAMESPACE, RelocationNote.PREFIX + ":" + RelocationNote.ELEMENT);
        Element written = Xml.parse(note.element()).element();
        for (int i = 0; i < written.getAttributes().getLength(); i++) {
            element.setAttribute(
                    written.getAttributes().item(i).getNodeName(),
                    written.getAttributes().item(i).getNodeValue());
        }
        metadata.appendChild(element);
    }
}
