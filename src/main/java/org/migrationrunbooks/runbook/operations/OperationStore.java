package org.migrationrunbooks.runbook.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.runbook.JsonColumns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code mr_operation} and {@code mr_progress}. Every change happens in the caller's transaction. */
@Component
public class OperationStore {

    private final JdbcClient jdbc;
    private final JsonColumns json;
    private final Clock clock;

    OperationStore(JdbcClient jdbc, JsonColumns json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    void insert(
            RunbookId runbook,
            String step,
            int attempt,
            String processInstanceId,
            String taskId,
            OperationCommand command) {
        jdbc.sql(
                        "insert into mr_operation (operation_key, runbook_id, step, attempt, process_instance_id, task_id, state,"
                                + " command, cancel_asked, intended_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        command.key().value(),
                        runbook.value(),
                        step,
                        attempt,
                        processInstanceId,
                        taskId,
                        OperationState.INTENDED.name(),
                        json.write(command),
                        false,
                        now())
                .update();
    }

    /** Gives an operation that goes on to the task that now waits for it. */
    void adopt(OperationKey key, String taskId) {
        jdbc.sql(
                        "update mr_operation set task_id = ?, state = case when handle is null then 'INTENDED' else 'ACCEPTED' end,"
                                + " outcome = null, ended_at = null, cancel_asked = false where operation_key = ?")
                .params(taskId, key.value())
                .update();
    }

    void accepted(OperationKey key, @Nullable MigrationHandle handle) {
        jdbc.sql("update mr_operation set state = ?, handle = ?, accepted_at = ? where operation_key = ?")
                .params(OperationState.ACCEPTED.name(), handle == null ? null : json.write(handle), now(), key.value())
                .update();
    }

    void cancelAsked(OperationKey key, String cause) {
        jdbc.sql("update mr_operation set cancel_asked = true, cause = coalesce(cause, ?) where operation_key = ?")
                .params(cause, key.value())
                .update();
    }

    void ended(OperationKey key, OperationOutcome outcome) {
        jdbc.sql("update mr_operation set state = ?, outcome = ?, ended_at = ? where operation_key = ?")
                .params(OperationState.ENDED.name(), json.write(outcome), now(), key.value())
                .update();
    }

    /** Whether anything of the run, or of a part of it, was intended from the first moment on and before the second. */
    public boolean begun(RunbookId runbook, Instant from, Instant until) {
        return jdbc.sql(
                                "select count(*) from mr_operation where intended_at >= ? and intended_at < ?"
                                        + " and (runbook_id = ? or runbook_id in (select id from mr_runbook where parent_id = ?))")
                        .params(
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC),
                                runbook.value(),
                                runbook.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Ends whatever a run has under way, with an end that nobody knows. */
    public void endAll(RunbookId runbook, String why) {
        of(runbook).stream()
                .filter(operation -> operation.state() != OperationState.ENDED)
                .forEach(operation -> ended(operation.key(), new OperationOutcome.Unknown(why)));
    }

    /** Takes or keeps the right to sweep an orphan; false where another node has it. */
    boolean leaseOrphan(OperationKey key, String sweeper, Duration lease) {
        return jdbc.sql("update mr_operation set sweeper = ?, swept_until = ? where operation_key = ?"
                                + " and (sweeper is null or sweeper = ? or swept_until < ?)")
                        .params(sweeper, now().plus(lease), key.value(), sweeper, now())
                        .update()
                == 1;
    }

    void progress(OperationKey key, OperationProgress progress) {
        String text = json.write(progress);
        OffsetDateTime at = progress.observedAt().atOffset(ZoneOffset.UTC);
        int updated = jdbc.sql("update mr_progress set progress = ?, observed_at = ? where operation_key = ?")
                .params(text, at, key.value())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into mr_progress (operation_key, progress, observed_at) values (?, ?, ?)")
                    .params(key.value(), text, at)
                    .update();
        }
    }

    public Optional<OperationProgress> progress(OperationKey key) {
        return jdbc.sql("select progress from mr_progress where operation_key = ?")
                .param(key.value())
                .query(String.class)
                .optional()
                .map(text -> json.read(text, OperationProgress.class));
    }

    public List<Operation> of(RunbookId runbook) {
        return jdbc.sql("select * from mr_operation where runbook_id = ? order by intended_at, attempt")
                .param(runbook.value())
                .query(this::operation)
                .list();
    }

    /** Whether an attempt of this step may have changed anything; only one that was certainly not begun has not. */
    public boolean mayHaveTakenEffect(RunbookId runbook, String step) {
        return of(runbook).stream()
                .filter(operation -> operation.step().equals(step))
                .anyMatch(operation -> operation.acceptedAt() != null
                        || operation.outcome() instanceof OperationOutcome.Completed
                        || operation.outcome() instanceof OperationOutcome.Unknown);
    }

    Optional<Operation> latest(RunbookId runbook, String step) {
        return jdbc.sql("select * from mr_operation where runbook_id = ? and step = ? order by attempt desc limit 1")
                .params(runbook.value(), step)
                .query(this::operation)
                .optional();
    }

    /** The operation as it is on record now. */
    Operation get(OperationKey key) {
        return jdbc.sql("select * from mr_operation where operation_key = ?")
                .param(key.value())
                .query(this::operation)
                .single();
    }

    List<Operation> notEnded() {
        return jdbc.sql("select * from mr_operation where state <> 'ENDED' order by intended_at")
                .query(this::operation)
                .list();
    }

    /** What has not ended, oldest first, each with how far it is. */
    public List<Tracked> underWay() {
        return jdbc.sql(
                        "select o.*, p.progress from mr_operation o left join mr_progress p on p.operation_key = o.operation_key"
                                + " where o.state <> 'ENDED' order by o.intended_at")
                .query((row, number) -> {
                    String progress = row.getString("progress");
                    return new Tracked(
                            operation(row, number),
                            progress == null ? null : json.read(progress, OperationProgress.class));
                })
                .list();
    }

    /**
     * An operation and how far it is.
     *
     * @param progress null until the platform has told any
     */
    public record Tracked(Operation operation, @Nullable OperationProgress progress) {}

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private Operation operation(ResultSet row, int number) throws SQLException {
        String handle = row.getString("handle");
        String outcome = row.getString("outcome");
        return new Operation(
                new OperationKey(row.getString("operation_key")),
                new RunbookId(row.getString("runbook_id")),
                row.getString("step"),
                row.getInt("attempt"),
                row.getString("process_instance_id"),
                row.getString("task_id"),
                OperationState.valueOf(row.getString("state")),
                json.read(row.getString("command"), OperationCommand.class),
                handle == null ? null : json.read(handle, MigrationHandle.class),
                outcome == null ? null : json.read(outcome, OperationOutcome.class),
                row.getString("cause"),
                row.getBoolean("cancel_asked"),
                row.getObject("intended_at", OffsetDateTime.class).toInstant(),
                instant(row, "accepted_at"),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
