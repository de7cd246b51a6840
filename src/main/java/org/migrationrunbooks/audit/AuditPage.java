package org.migrationrunbooks.audit;

import java.util.List;

/**
 * Some of the entries that match.
 *
 * @param total how many match altogether
 */
public record AuditPage(List<AuditEntry> items, long total) {

    public AuditPage {
        items = List.copyOf(items);
    }
}
