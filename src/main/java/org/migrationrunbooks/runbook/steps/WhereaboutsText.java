package org.migrationrunbooks.runbook.steps;

import java.util.stream.Collectors;
import org.migrationrunbooks.platform.Whereabouts;

/** Where an instance was seen, in words. */
final class WhereaboutsText {

    private WhereaboutsText() {}

    static String of(Whereabouts whereabouts) {
        String seen = whereabouts.sightings().stream()
                .map(s -> "%s (%s)".formatted(s.host().name(), s.state().code()))
                .collect(Collectors.joining(", "));
        String silent = whereabouts.silent().isEmpty()
                ? ""
                : "; no answer from "
                        + whereabouts.silent().stream().map(h -> h.name()).collect(Collectors.joining(", "));
        return (seen.isEmpty() ? "no host" : seen) + silent;
    }
}
