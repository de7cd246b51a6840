package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * What one side says of whether a host lives. No number of silent sides proves that a host is off: it may run on, cut off from us,
 * and write. Only power that was read back as off does, or people who attest it.
 *
 * @param side who was asked
 * @param source what exactly was asked, for people: an address, a volume, a service
 * @param evidence what it said, in its words
 * @param readAt after the answer
 */
public record LifeSign(Side side, String source, Verdict verdict, String evidence, Instant readAt) {

    /** Whether it is a sign of life. */
    public boolean alive() {
        return verdict == Verdict.ALIVE;
    }

    /** From which side one looks at a host. */
    public enum Side {
        /** The hypervisor's own interface on the host. */
        HYPERVISOR,
        /** Another network than the one over which the hypervisor is asked. */
        NETWORK,
        /** What the host or its instances write to storage that others see. */
        STORAGE,
        /** What the platform itself believes of the host. */
        PLATFORM,
        /** A device that knows whether the host has power: a host that hangs still can write. */
        POWER;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the side says. */
    public enum Verdict {
        /** There was a sign of life just now. */
        ALIVE,
        /** It was asked, and there was none. */
        SILENT,
        /** It could not be asked, which says nothing about the host. */
        UNKNOWN;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
