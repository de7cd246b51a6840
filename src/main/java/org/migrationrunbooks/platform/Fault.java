package org.migrationrunbooks.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure on request.
 *
 * @param host which host, for faults of hosts, links and fencing
 * @param instance which instance, for faults of transfers; null means the next one
 * @param share at which share of the transfer, 0 to 1
 * @param delay for {@link Kind#SLOW_ANSWERS} and {@link Kind#CARRIED_OUT_LATER}
 */
public record Fault(
        Kind kind, @Nullable String host, @Nullable String instance, @Nullable Double share, @Nullable Duration delay) {

    /** What fails. */
    public enum Kind {
        /** The host and everything on it stops. */
        HOST_CRASH,
        /** The host runs on but nobody reaches it. */
        HOST_ISOLATED,
        /** The migration link of the host carries nothing; transfers over it stand still. */
        LINK_LOSS,
        /** A transfer fails when it has reached the share. */
        TRANSFER_FAILS,
        /** A transfer stops making progress at the share. */
        TRANSFER_STALLS,
        /** The destination of a transfer crashes when the share is reached. */
        DESTINATION_CRASH,
        /** The host loses its storage. */
        STORAGE_UNREACHABLE,
        /** The fencing device of the host does not do what it is told. */
        FENCING_FAILS,
        /** Every answer of the platform takes this long. */
        SLOW_ANSWERS,
        /** The next start is carried out but its answer is lost. */
        ANSWER_LOST,
        /** The next start is carried out after the delay, and its answer is lost. */
        CARRIED_OUT_LATER
    }
}
