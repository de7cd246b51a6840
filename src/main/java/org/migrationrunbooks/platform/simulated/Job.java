package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.OperationPhase;

/**
 * A task that takes time, complete as of its last event; what it is at any time until the next follows from it.
 *
 * @param from the source of a relocation, the dead host of a rebuild; null for what concerns one host only
 * @param host where the instance is to be, or to be off
 * @param epoch of the copy that it is about; null where it is about none
 * @param bandwidth bytes per second that a relocation may use at most
 * @param flow what a relocation copies; empty for the others
 * @param dueAt when it is over, or the comparison is; {@link PlatformTime#NEVER} while that follows from the flow, or will not be
 * @param stalled whether it copies nothing although the link is up
 * @param ambush the failure that waits for it; null for none
 * @param end how it ended; null while it is under way
 */
record Job(
        long id,
        Kind kind,
        String instance,
        @Nullable String from,
        String host,
        @Nullable String epoch,
        long bandwidth,
        OperationPhase phase,
        Flow flow,
        long dueAt,
        boolean stalled,
        @Nullable Ambush ambush,
        @Nullable End end) {

    enum Kind {
        SHUTDOWN,
        BOOT,
        REBUILD,
        RELOCATION
    }

    /** How a job ended. */
    record End(Result result, String reason) {}

    enum Result {
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /** A job that is over at a time that is known beforehand. */
    static Job timed(
            long id,
            Kind kind,
            String instance,
            @Nullable String from,
            String host,
            @Nullable String epoch,
            long startedAt,
            long dueAt) {
        return new Job(
                id,
                kind,
                instance,
                from,
                host,
                epoch,
                Long.MAX_VALUE,
                OperationPhase.PREPARING,
                Flow.first(0, startedAt),
                dueAt,
                false,
                null,
                null);
    }

    static Job relocation(
            long id,
            String instance,
            String from,
            String host,
            String epoch,
            long bandwidth,
            Flow flow,
            Optional<Ambush> ambush) {
        return new Job(
                id,
                Kind.RELOCATION,
                instance,
                from,
                host,
                epoch,
                bandwidth,
                OperationPhase.COPYING_DISKS,
                flow,
                PlatformTime.NEVER,
                false,
                ambush.orElse(null),
                null);
    }

    boolean active() {
        return end == null;
    }

    boolean ended(Result result) {
        return end != null && end.result() == result;
    }

    boolean relocates(@Nullable String wantedEpoch) {
        return kind == Kind.RELOCATION && wantedEpoch != null && wantedEpoch.equals(epoch);
    }

    boolean touches(String host) {
        return this.host.equals(host) || (kind == Kind.RELOCATION && host.equals(from));
    }

    /** A guest that ignores the request shows nothing of it, and goes on. */
    boolean goingDown() {
        return active() && kind == Kind.SHUTDOWN && dueAt != PlatformTime.NEVER;
    }

    boolean booting() {
        return kind == Kind.BOOT || kind == Kind.REBUILD;
    }

    boolean copying() {
        return kind == Kind.RELOCATION && phase == OperationPhase.COPYING_DISKS;
    }

    /** Whether it competes for the links. */
    boolean wantsLink() {
        return active() && copying() && !stalled;
    }

    /** When the ambush strikes; one that waits for the end strikes when all is copied. */
    long ambushAt() {
        return ambush == null || ambush.waitsForTakeOver() || !copying()
                ? PlatformTime.NEVER
                : flow.reachesAt((long) (ambush.share() * flow.bytes()));
    }

    /** When something happens that does not follow by arithmetic alone. */
    long nextEventAt() {
        if (!active() || stalled) {
            return PlatformTime.NEVER;
        }
        return copying() ? Math.min(ambushAt(), flow.roundEndsAt()) : dueAt;
    }

    Job with(Flow newFlow) {
        return new Job(id, kind, instance, from, host, epoch, bandwidth, phase, newFlow, dueAt, stalled, ambush, end);
    }

    Job comparing(long at, long until) {
        return new Job(
                id,
                kind,
                instance,
                from,
                host,
                epoch,
                bandwidth,
                OperationPhase.FINISHING,
                flow.done(at).paced(0, at),
                until,
                stalled,
                ambush,
                end);
    }

    Job stalled(boolean nowStalled) {
        return new Job(id, kind, instance, from, host, epoch, bandwidth, phase, flow, dueAt, nowStalled, ambush, end);
    }

    Job waitedForBy(@Nullable Ambush newAmbush) {
        return new Job(id, kind, instance, from, host, epoch, bandwidth, phase, flow, dueAt, stalled, newAmbush, end);
    }

    Job ended(Result result, String reason, long at) {
        return new Job(
                id,
                kind,
                instance,
                from,
                host,
                epoch,
                bandwidth,
                phase,
                flow.at(at).paced(0, at),
                dueAt,
                stalled,
                ambush,
                new End(result, reason));
    }
}
