package org.migrationrunbooks.planning;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/**
 * What happens to one instance of a host that has failed, and why.
 *
 * @param destination where it is rebuilt, or where it runs already; null where it goes nowhere
 * @param reason sentences for whoever reads the plan at night
 * @param remedy what would change it; null where nothing needs to be changed
 * @param priority of the instance; higher goes first
 * @param wave from 1: those of one wave may boot at the same time; null where it is not rebuilt
 */
public record Disposition(
        InstanceId instance,
        Kind kind,
        @Nullable HostId destination,
        String reason,
        @Nullable String remedy,
        int priority,
        @Nullable Integer wave) {

    public Disposition {
        if (kind.rebuilds() && (destination == null || wave == null)) {
            throw new IllegalArgumentException("%s of %s needs a destination and a wave".formatted(kind, instance));
        }
        if (!kind.rebuilds() && wave != null) {
            throw new IllegalArgumentException("%s of %s boots in no wave".formatted(kind, instance));
        }
    }

    /** What happens. */
    public enum Kind {
        /** It is started at the destination from its shared volumes. */
        REBUILD,
        /** Asked for by name: its private volumes are made anew from its image, and what was written to them is lost. */
        REBUILD_FROM_IMAGE,
        /** The only copy of a volume is on the failed host, and there is no image. */
        LOST,
        /** It could be rebuilt from its image, with loss of data, which nobody has asked for. */
        DATA_LOSS,
        /** It is labelled {@code runbooks=opt-out}. */
        EXCLUDED,
        /** No host has room for it. */
        NO_ROOM,
        /** It was off, so that nothing is missed; it stays with its host. */
        STAYS_OFF,
        /** It runs on another host. */
        ELSEWHERE,
        /** Of a host that returns: what it has of the instance was left behind, and is removed. */
        LEFTOVER,
        /** Of a host that returns: what it has is the instance itself, or belongs to a run that goes on. */
        KEPT,
        /** Of a host that returns: the instance runs there, and elsewhere too. */
        RUNS_TWICE,
        /** It cannot be told what became of it; a person has to look. */
        UNCLEAR;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public boolean rebuilds() {
            return this == REBUILD || this == REBUILD_FROM_IMAGE;
        }
    }

    /** The line of a plan hash: what is decided, without measurements and words. */
    public String decision() {
        return "disposition %s %s%s".formatted(instance, kind.code(), destination == null ? "" : " on " + destination);
    }
}
