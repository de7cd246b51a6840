package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an operator can say at the gate "Decide how to go on". */
public enum GateDecision {
    /** Plan again and try again; what had ended in doubt is read again first. */
    RETRY,
    /** As retry, passing over the destination that did not work. */
    OTHER_DESTINATION,
    /** Leave the instance where it is read to be. */
    GIVE_UP;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The decision with this code. */
    @JsonCreator
    public static GateDecision of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
