package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a long action is. */
public enum OperationPhase {
    PREPARING,
    /** Disks that are not shared are copied. */
    COPYING_DISKS,
    /** Memory is copied in rounds while the instance runs at the source. */
    PRE_COPY,
    /** The instance stands still while the remainder is sent. */
    SWITCHING_OVER,
    /** The instance runs at the destination and its memory follows; the point of no return is behind. */
    POST_COPY,
    FINISHING;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
