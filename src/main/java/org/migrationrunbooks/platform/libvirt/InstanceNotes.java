package org.migrationrunbooks.platform.libvirt;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What operators noted on a domain, in its metadata:
 *
 * <pre>{@code
 * <mr:instance xmlns:mr="https://migration-runbooks.org/xmlns/domain/1.0" priority="10" antiAffinity="web" maxDowntime="500ms">
 *   <mr:label name="tier" value="gold"/>
 * </mr:instance>
 * }</pre>
 *
 * <p>A value that makes no sense counts as not given: a typing error must not hide an instance from the fleet.
 */
record InstanceNotes(
        Map<String, String> labels, int priority, @Nullable String antiAffinity, @Nullable Duration maxDowntime) {

    static final String NAMESPACE = "https://migration-runbooks.org/xmlns/domain/1.0";

    static InstanceNotes in(Xml domain) {
        Optional<Xml> notes = domain.all("metadata").stream()
                .flatMap(metadata -> metadata.children(NAMESPACE, "instance").stream())
                .findFirst();
        Map<String, String> labels = new HashMap<>();
        notes.stream().flatMap(xml -> xml.children(NAMESPACE, "label").stream()).forEach(label -> label.attribute(
                        "name")
                .ifPresent(name -> labels.put(name, label.attribute("value").orElse(""))));
        return new InstanceNotes(
                Map.copyOf(labels),
                notes.flatMap(xml -> xml.attribute("priority"))
                        .flatMap(InstanceNotes::number)
                        .orElse(0),
                notes.flatMap(xml -> xml.attribute("antiAffinity")).orElse(null),
                notes.flatMap(xml -> xml.attribute("maxDowntime"))
                        .flatMap(InstanceNotes::duration)
                        .orElse(null));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(DurationStyle.detectAndParse(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
