package org.migrationrunbooks.runbook.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.Fault;

/**
 * One way in which something fails: what, and at which end of a move.
 *
 * @param at null where the fault is of no host
 */
record FaultCase(Fault.Kind kind, @Nullable End at) {

    /** Longer than the platforms of this test let anybody wait. */
    static final Duration SLOW = Duration.ofMillis(450);

    /** In platform time; a second and a half of ours. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private static final double HALF = 0.5;

    /** The host that is left, or that has failed; or the one that takes the instance. */
    enum End {
        SOURCE,
        DESTINATION
    }

    /** Every kind that there is, at every end that an operation has. */
    static List<FaultCase> of(LongOperations.LongOperation operation) {
        return Arrays.stream(Fault.Kind.values())
                .flatMap(kind -> {
                    if (!ofHost(kind)) {
                        return Stream.of(new FaultCase(kind, null));
                    }
                    return operation.aboutOneHost()
                            ? Stream.of(new FaultCase(kind, End.SOURCE))
                            : Arrays.stream(End.values()).map(end -> new FaultCase(kind, end));
                })
                .toList();
    }

    private static boolean ofHost(Fault.Kind kind) {
        return switch (kind) {
            case HOST_CRASH, HOST_ISOLATED, LINK_LOSS, STORAGE_UNREACHABLE, FENCING_FAILS -> true;
            case TRANSFER_FAILS, TRANSFER_STALLS, DESTINATION_CRASH, SLOW_ANSWERS, ANSWER_LOST, CARRIED_OUT_LATER ->
                false;
        };
    }

    /** The fault, with these hosts at the two ends. */
    Fault between(String source, String destination) {
        String host = at == null ? null : at == End.SOURCE ? source : destination;
        return switch (kind) {
            case HOST_CRASH, HOST_ISOLATED, LINK_LOSS, STORAGE_UNREACHABLE, FENCING_FAILS, ANSWER_LOST ->
                new Fault(kind, host, null, null, null);
            case TRANSFER_FAILS, TRANSFER_STALLS, DESTINATION_CRASH -> new Fault(kind, null, null, HALF, null);
            case SLOW_ANSWERS -> new Fault(kind, null, null, null, SLOW);
            case CARRIED_OUT_LATER -> new Fault(kind, null, null, null, LATER);
        };
    }

    @Override
    public String toString() {
        return at == null ? kind.toString() : kind + " at " + at;
    }
}
