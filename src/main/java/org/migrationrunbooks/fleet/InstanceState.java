package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an instance does, as its platform tells. */
public enum InstanceState {
    RUNNING,
    /** Halted with its memory kept, also while it arrives at a destination. */
    PAUSED,
    STOPPED,
    /** Stopped by a failure inside the guest or of its hypervisor process. */
    CRASHED,
    /** Its host does not answer, or the answer made no sense. */
    UNKNOWN;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static InstanceState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
