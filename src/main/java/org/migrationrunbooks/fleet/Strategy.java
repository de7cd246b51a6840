package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How a move is carried out. The live strategies are flag sets: what is not allowed at the start cannot be used later, since
 * post-copy and auto-converge must be switched on when the transfer starts (QEMU migration capabilities).
 */
public sealed interface Strategy {

    /** The one form used in DMN, REST, plan hashes and the user interface. */
    @JsonValue
    String code();

    /**
     * Pre-copy while the instance runs.
     *
     * @param autoConverge whether the guest's processors may be slowed down until pre-copy catches up
     * @param postCopy whether the instance may be switched over before its memory has arrived; once done, a lost link or host
     *     loses the instance's memory
     * @param copyDisks whether the volumes that are not shared are copied first and kept alike until switch-over; without it an
     *     instance that has such volumes cannot be moved
     */
    record Live(boolean autoConverge, boolean postCopy, boolean copyDisks) implements Strategy {

        /** How the code of a strategy that copies disks differs: it follows {@code live}. */
        public static final String DISKS = "+disks";

        /** Moves memory only. */
        public Live(boolean autoConverge, boolean postCopy) {
            this(autoConverge, postCopy, false);
        }

        /**
         * The live strategy with this code.
         *
         * @throws IllegalArgumentException for a code of no live strategy
         */
        @JsonCreator
        public static Live of(String code) {
            if (Strategy.of(code) instanceof Live live) {
                return live;
            }
            throw new IllegalArgumentException("not a live strategy: '" + code + "'");
        }

        @Override
        public String code() {
            return "live"
                    + (copyDisks ? DISKS : "")
                    + (autoConverge ? "+auto-converge" : "")
                    + (postCopy ? "+post-copy" : "");
        }

        @Override
        public String toString() {
            return code();
        }
    }

    /** The instance is stopped, moved and started. */
    record Cold() implements Strategy {

        @Override
        public String code() {
            return "cold";
        }

        @Override
        public String toString() {
            return code();
        }
    }

    /**
     * The instance, whose host is off, is started elsewhere.
     *
     * @param fromImage whether volumes that only the dead host had are made anew from the image, losing what was written to them
     */
    record Rebuild(boolean fromImage) implements Strategy {

        @Override
        public String code() {
            return fromImage ? "rebuild-from-image" : "rebuild";
        }

        @Override
        public String toString() {
            return code();
        }
    }

    Live PLAIN = new Live(false, false);

    /**
     * The strategy with this code.
     *
     * @throws IllegalArgumentException for a code that {@link #code()} never gives
     */
    @JsonCreator
    static Strategy of(String code) {
        return switch (code) {
            case "cold" -> new Cold();
            case "rebuild" -> new Rebuild(false);
            case "rebuild-from-image" -> new Rebuild(true);
            case "live" -> PLAIN;
            case "live+auto-converge" -> new Live(true, false);
            case "live+post-copy" -> new Live(false, true);
            case "live+auto-converge+post-copy" -> new Live(true, true);
            case "live+disks" -> new Live(false, false, true);
            case "live+disks+auto-converge" -> new Live(true, false, true);
            case "live+disks+post-copy" -> new Live(false, true, true);
            case "live+disks+auto-converge+post-copy" -> new Live(true, true, true);
            default -> throw new IllegalArgumentException("no such strategy: '" + code + "'");
        };
    }
}
