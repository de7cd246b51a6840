package org.migrationrunbooks.fleet;

import java.util.regex.Pattern;

/** What a name may look like: it stands in URLs, log lines, libvirt metadata and file names, so it stays plain. */
final class Names {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    private Names() {}

    static void require(String what, String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "not a name for a %s: '%s'; letters, digits, '.', '_' and '-' only".formatted(what, name));
        }
    }
}
