package org.migrationrunbooks.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the details of an audit entry: leaves out what is not known, and keeps each value small. */
final class Facts {

    private static final int LONGEST = 500;

    private final Map<String, String> details = new LinkedHashMap<>();

    Facts with(String name, @Nullable Object value) {
        if (value != null) {
            String text = value.toString();
            details.put(name, text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text);
        }
        return this;
    }

    Map<String, String> toMap() {
        return details;
    }
}
