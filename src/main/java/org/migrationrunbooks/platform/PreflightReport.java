package org.migrationrunbooks.platform;

import java.util.List;

/** Everything that stands in the way of a migration; empty when nothing does. */
public record PreflightReport(List<Blocker> blockers) {

    public PreflightReport {
        blockers = List.copyOf(blockers);
    }

    public boolean clear() {
        return blockers.isEmpty();
    }
}
