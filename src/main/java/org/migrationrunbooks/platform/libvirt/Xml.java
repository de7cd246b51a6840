package org.migrationrunbooks.platform.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * An element of a document that came from a host. Part of it was written by people (metadata), so the parser takes no document
 * type, no entity and nothing from elsewhere.
 */
record Xml(Element element) {

    private static final String NO_DOCUMENT_TYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    /**
     * Parses a document.
     *
     * @throws IllegalArgumentException where it is no XML, or has a document type
     */
    static Xml parse(String document) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCUMENT_TYPE, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return new Xml(
                    builder.parse(new InputSource(new StringReader(document))).getDocumentElement());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own parser has these features", e);
        } catch (SAXException | IOException e) {
            throw new IllegalArgumentException("libvirt gave XML that cannot be read: " + e.getMessage(), e);
        }
    }

    /** The elements down a path of names without namespace, for example {@code devices/disk}. */
    List<Xml> all(String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return children(null, path);
        }
        return children(null, path.substring(0, slash)).stream()
                .flatMap(child -> child.all(path.substring(slash + 1)).stream())
                .toList();
    }

    Optional<Xml> first(String path) {
        return all(path).stream().findFirst();
    }

    boolean has(String path) {
        return !all(path).isEmpty();
    }

    List<Xml> children(@Nullable String namespace, String name) {
        NodeList nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(child -> name.equals(child.getLocalName()))
                .filter(child -> Objects.equals(namespace, child.getNamespaceURI()))
                .map(Xml::new)
                .toList();
    }

    Optional<String> attribute(String name) {
        return element.hasAttribute(name) ? Optional.of(element.getAttribute(name)) : Optional.empty();
    }

    /** The text of the first element at the path. */
    Optional<String> text(String path) {
        return first(path).map(Xml::text);
    }

    String text() {
        return element.getTextContent().strip();
    }

    /** The element as a document of its own. */
    String document() {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            Node node = element;
            transformer.transform(new DOMSource(node), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("a parsed element can be written", e);
        }
    }
}
