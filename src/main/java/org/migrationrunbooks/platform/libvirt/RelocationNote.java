package org.migrationrunbooks.platform.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What cold migration has to remember of a definition, in the definition's own metadata, so that it is known for as long as the
 * definition is there, and to whoever reads it.
 *
 * @param epoch of the copy that this definition is; null for one that was never copied
 * @param booted whether this copy was started, or was about to be: it may hold what its source does not
 * @param autostart whether it started by itself with its host before we switched that off
 * @param withdrawn epochs of copies that must neither be made from this definition nor started beside it, the latest last
 */
record RelocationNote(@Nullable String epoch, boolean booted, boolean autostart, List<String> withdrawn) {

    static final String NAMESPACE = "https://migration-runbooks.org/xmlns/relocation/1.0";
    static final String PREFIX = "mrre";
    static final String ELEMENT = "relocation";
    static final RelocationNote NONE = new RelocationNote(null, false, false, List.of());

    /** More than there can be requests on their way. */
    private static final int WITHDRAWN_KEPT = 20;

    private static final String EPOCH = "epoch";
    private static final String BOOTED = "booted";
    private static final String AUTOSTART = "autostart";
    private static final String WITHDRAWN = "withdrawn";

    RelocationNote {
        withdrawn = List.copyOf(withdrawn);
    }

    static RelocationNote in(Xml domain) {
        return domain.all("metadata").stream()
                .flatMap(metadata -> metadata.children(NAMESPACE, ELEMENT).stream())
                .map(RelocationNote::read)
                .findFirst()
                .orElse(NONE);
    }

    private static RelocationNote read(Xml note) {
        return new RelocationNote(
                note.attribute(EPOCH).orElse(null),
                is(note, BOOTED),
                is(note, AUTOSTART),
                note.attribute(WITHDRAWN).stream()
                        .flatMap(text -> Stream.of(text.split(" ")))
                        .filter(epoch -> !epoch.isEmpty())
                        .toList());
    }

    private static boolean is(Xml note, String attribute) {
        return note.attribute(attribute).filter("true"::equals).isPresent();
    }

    /** Whether an epoch can stand in names of files and in lists. */
    static boolean plain(String epoch) {
        return epoch.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    }

    /** The metadata element, without namespace: libvirt adds it. */
    String element() {
        return "<%s%s %s=\"%s\" %s=\"%s\" %s=\"%s\"/>"
                .formatted(
                        ELEMENT,
                        Optional.ofNullable(epoch)
                                .map(name -> " %s=\"%s\"".formatted(EPOCH, name))
                                .orElse(""),
                        BOOTED,
                        booted,
                        AUTOSTART,
                        autostart,
                        WITHDRAWN,
                        String.join(" ", withdrawn));
    }

    /** Whether it is a copy that was never started: its source is the instance. */
    boolean pending() {
        return epoch != null && !booted;
    }

    RelocationNote startedOnce() {
        return new RelocationNote(epoch, epoch != null, autostart, withdrawn);
    }

    RelocationNote autostart(boolean wanted) {
        return new RelocationNote(epoch, booted, wanted, withdrawn);
    }

    RelocationNote withdrawing(List<String> epochs) {
        List<String> all = new ArrayList<>(withdrawn);
        epochs.stream().filter(name -> !all.contains(name)).forEach(all::add);
        return new RelocationNote(
                epoch, booted, autostart, all.subList(Math.max(0, all.size() - WITHDRAWN_KEPT), all.size()));
    }

    /** The note of an instance that runs from copies of this definition's volumes, since they went along with it. */
    RelocationNote ofCarried(String name) {
        return new RelocationNote(name, true, autostart, withdrawn);
    }

    /** The note of a copy of this definition. */
    RelocationNote ofCopy(String name) {
        return new RelocationNote(name, false, autostart, List.of());
    }

    /** The note of a copy that takes the place of this definition, whose host is off: should it come back, it is a leftover. */
    RelocationNote replacedBy(String name) {
        return new RelocationNote(name, false, autostart, withdrawn)
                .withdrawing(Optional.ofNullable(epoch).stream().toList());
    }

    /** Whether a definition with this note has taken the place of one with the other. */
    boolean replaces(RelocationNote other) {
        return booted && (other.epoch() == null || withdrawn.contains(other.epoch()));
    }
}
