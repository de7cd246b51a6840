package org.migrationrunbooks.scheduling;

import java.time.Instant;

/** Whether an instance may boot now. */
public sealed interface BootAnswer {

    /**
     * It may boot; the slot is kept until it is released.
     *
     * @param since when it was granted
     */
    record Granted(Instant since) implements BootAnswer {}

    /**
     * It has to wait, and to ask again.
     *
     * @param reason a sentence
     */
    record Waiting(String reason) implements BootAnswer {}
}
