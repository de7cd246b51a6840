package org.migrationrunbooks.runbook;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link RunFilter} amounts to in SQL over {@code mr_runbook}. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    private final Map<String, Object> params = new HashMap<>();

    private Conditions() {}

    static Conditions of(RunFilter filter) {
        Conditions where = new Conditions();
        where.add(
                "state = :state",
                "state",
                filter.state() == null ? null : filter.state().name());
        where.add(
                "kind = :kind",
                "kind",
                filter.kind() == null ? null : filter.kind().key());
        where.add("platform = :platform", "platform", filter.platform());
        where.add("instance = :instance", "instance", filter.instance());
        where.add("(host = :host or source_host = :host or destination_host = :host)", "host", filter.host());
        where.add(
                "(requester = :person or cancel_requested_by = :person"
                        + " or exists (select 1 from mr_approval a where a.runbook_id = mr_runbook.id and a.person = :person)"
                        + " or exists (select 1 from mr_attestation t where t.runbook_id = mr_runbook.id and t.person = :person))",
                "person",
                filter.person());
        where.add(
                "ending = :ending",
                "ending",
                filter.ending() == null ? null : filter.ending().name());
        where.isSet("ended_at", filter.ended());
        where.isSet("reviewed_at", filter.reviewed());
        where.add("requested_at >= :since", "since", filter.since());
        where.add("requested_at < :until", "until", filter.until());
        where.isSet("parent_id", filter.parts() ? null : Boolean.FALSE);
        return where;
    }

    String sql() {
        return String.join(" and ", conditions);
    }

    Map<String, Object> params() {
        return params;
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            params.put(name, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
    }

    private void isSet(String column, @Nullable Boolean wanted) {
        if (wanted != null) {
            conditions.add(column + (wanted ? " is not null" : " is null"));
        }
    }
}
