package org.migrationrunbooks.platform.simulated;

import java.util.List;

/** The same instance was about to run on two hosts. Nothing was changed; somebody's code is wrong. */
final class InvariantBrokenException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final String instance;

    InvariantBrokenException(String instance, List<String> hosts) {
        super("instance " + instance + " would run on " + String.join(" and ", hosts));
        this.instance = instance;
    }

    String instance() {
        return instance;
    }
}
