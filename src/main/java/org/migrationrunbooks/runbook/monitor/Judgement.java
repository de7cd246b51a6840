package org.migrationrunbooks.runbook.monitor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * What the monitor makes of a host, and why it does nothing where it does nothing.
 *
 * @param why for people
 * @param run the run that was raised, or that acts on the host already; null where there is none
 */
public record Judgement(Code code, String why, @Nullable RunbookId run) {

    static Judgement of(Code code, String why) {
        return new Judgement(code, why, null);
    }

    /** Whether an outage that people would want to know of is left to them. */
    boolean withheld() {
        return WITHHELD.contains(code);
    }

    private static final Set<Code> WITHHELD = EnumSet.of(Code.NEVER_HEARD, Code.OPTED_OUT, Code.REFUSED);

    /** Codes are stable. */
    public enum Code {
        /** Its hypervisor answers. */
        WELL,
        /** It is configured not to be watched. */
        NOT_WATCHED,
        /** Its platform has no side to look from. */
        NO_SIDE,
        /** It is in maintenance or quarantined, so its silence is expected. */
        LEFT_ALONE,
        /** A run has the host already. */
        ACTED_ON,
        /** An evacuation was raised for this outage. */
        RAISED,
        /** Too many hosts are silent together. */
        STORM,
        /** Not enough sides have been silent for long enough. */
        WATCHING,
        /** It has been silent ever since it is watched. */
        NEVER_HEARD,
        /** Its owner keeps it out of runbooks. */
        OPTED_OUT,
        /** Another node acts, or this node only observes. */
        STANDBY,
        /** The evacuation was asked for and refused. */
        REFUSED;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
