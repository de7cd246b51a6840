package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a host has power. */
public enum PowerState {
    ON,
    OFF,
    /** The device cannot say, which proves nothing. */
    UNKNOWN;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
