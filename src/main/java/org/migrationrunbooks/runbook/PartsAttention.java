package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Shows in the state of a run that parts of it wait for a person, and which. It is written with whatever changes a part, at the end of that
 * transaction: parts first and wholes last, in one order for all, so that two of them never wait for each other.
 */
@Component
class PartsAttention {

    private static final String WAITS = "Parts wait for a person: ";

    private final JdbcClient jdbc;

    PartsAttention(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The state of a run has changed, in the caller's transaction. */
    void changed(RunbookId run) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wholesOf(run.value()).forEach(this::show);
            return;
        }
        TransactionSynchronizationManager.getSynchronizations().stream()
                .filter(Changes.class::isInstance)
                .map(Changes.class::cast)
                .findFirst()
                .orElseGet(() -> {
                    Changes changes = new Changes();
                    TransactionSynchronizationManager.registerSynchronization(changes);
                    return changes;
                })
                .runs
                .add(run.value());
    }

    private final class Changes implements TransactionSynchronization {

        private final Set<String> runs = new TreeSet<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            new TreeSet<>(runs.stream().flatMap(run -> wholesOf(run).stream()).toList())
                    .forEach(PartsAttention.this::show);
        }
    }

    /** The run of which this one is a part, and this one where it has parts itself. */
    private List<String> wholesOf(String run) {
        return jdbc.sql("select parent_id from mr_runbook where id = ? and parent_id is not null"
                        + " union select parent_id from mr_runbook where parent_id = ?")
                .params(run, run)
                .query(String.class)
                .list();
    }

    private record Whole(RunbookState state, @Nullable String attention, boolean ended) {}

    private record Part(String id, String instance, @Nullable String attention) {}

    private void show(String whole) {
        // Locks the row as an update does, so that rows which refer to it, added with the changes of two parts, are in
        // nobody's way.
        jdbc.sql("update mr_runbook set attention = attention where id = ?")
                .param(whole)
                .update();
        Whole shown = jdbc.sql("select state, attention, ended_at from mr_runbook where id = ?")
                .param(whole)
                .query((row, number) ->
                        new Whole(RunbookState.valueOf(row.getString(1)), row.getString(2), row.getObject(3) != null))
                .single();
        boolean ours = shown.attention() != null && shown.attention().startsWith(WAITS);
        boolean free = shown.state() == RunbookState.RUNNING && shown.attention() == null;
        if (shown.ended() || !(ours || free)) {
            // What it needs attention for itself comes first.
            return;
        }
        String text =
                text(jdbc.sql("select id, instance, attention from mr_runbook where parent_id = ? and ended_at is null"
                                + " and state = ? order by instance")
                        .params(whole, RunbookState.NEEDS_ATTENTION.name())
                        .query((row, number) -> new Part(row.getString(1), row.getString(2), row.getString(3)))
                        .list());
        RunbookState state = text == null ? RunbookState.RUNNING : RunbookState.NEEDS_ATTENTION;
        jdbc.sql("update mr_runbook set state = ?, attention = ? where id = ? and ended_at is null")
                .params(state.name(), text == null ? null : RunStore.shortened(text), whole)
                .update();
    }

    private static @Nullable String text(List<Part> waiting) {
        if (waiting.isEmpty()) {
            return null;
        }
        // All names first: what each of them waits for may be too much to be shown here.
        return "%s%s. %s"
                .formatted(
                        WAITS,
                        waiting.stream().map(Part::instance).collect(Collectors.joining(", ")),
                        waiting.stream()
                                .map(part -> "%s (run %s): %s".formatted(part.instance(), part.id(), part.attention()))
                                .collect(Collectors.joining(" ")));
    }
}
