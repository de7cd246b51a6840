package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What may be done with a host. */
public enum HostState {
    /** Runs instances and takes new ones. */
    UP,
    /** Does not answer; whether it runs is not known from this alone. */
    DOWN,
    /** Runs its instances, takes no new ones. */
    DISABLED,
    /** Being emptied or worked on by people. */
    MAINTENANCE,
    /** Was fenced; may not run anything until it has returned to service. */
    QUARANTINED;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static HostState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
