package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.LifeSign;

/**
 * What one side said of a host last.
 *
 * @param silentSince since when it has said nothing but that the host is silent; null where it is not silent now
 */
public record WatchedSide(LifeSign sign, @Nullable Instant silentSince) {

    /** What it is after one more look. An answer that did not come ends a silence: nobody knows what was meanwhile. */
    static WatchedSide after(LifeSign sign, List<WatchedSide> before, Instant now) {
        if (sign.verdict() != LifeSign.Verdict.SILENT) {
            return new WatchedSide(sign, null);
        }
        Instant since = before.stream()
                .filter(side -> side.sign().side() == sign.side()
                        && side.sign().source().equals(sign.source()))
                .map(WatchedSide::silentSince)
                .filter(earlier -> earlier != null)
                .findFirst()
                .orElse(now);
        return new WatchedSide(sign, since);
    }

    boolean is(LifeSign.Side side) {
        return sign.side() == side;
    }

    boolean silentBefore(Instant moment) {
        return silentSince != null && !silentSince.isAfter(moment);
    }
}
