package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.Map;
import org.migrationrunbooks.fleet.HostId;

/**
 * What a look at all hosts means for each of them.
 *
 * @param rows what is on record, by host
 * @param storms the platforms of which too many hosts are silent together
 * @param calmSince when the last storm of a platform ended, for those that had one since this node runs
 */
record Situation(
        Instant now,
        Map<HostId, WatchStore.Row> rows,
        Map<String, MonitorState.Storm> storms,
        Map<String, Instant> calmSince) {}
