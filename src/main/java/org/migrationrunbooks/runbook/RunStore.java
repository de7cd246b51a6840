package org.migrationrunbooks.runbook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code mr_runbook}. Every change happens in the caller's transaction. */
@Component
public class RunStore {

    private static final int TEXT_COLUMN = 4000;

    private final JdbcClient jdbc;
    private final JsonColumns json;
    private final PartsAttention parts;
    private final Clock clock;

    RunStore(JdbcClient jdbc, JsonColumns json, PartsAttention parts, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.parts = parts;
        this.clock = clock;
    }

    /** Adds a run that has just been asked for. */
    void insert(
            RunbookId id,
            RunbookKind kind,
            String requester,
            @Nullable String idempotencyKey,
            String digest,
            StartRequest request,
            RunTarget target,
            @Nullable RunbookId parent,
            String reason) {
        jdbc.sql(
                        "insert into mr_runbook (id, kind, requester, idempotency_key, request_digest, request, platform, instance,"
                                + " host, parent_id, reason, requested_at, state)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id.value(),
                        kind.key(),
                        requester,
                        idempotencyKey,
                        digest,
                        json.write(request),
                        target.platform(),
                        target instanceof RunTarget.OfInstance one ? one.name() : null,
                        target instanceof RunTarget.OfHost one ? one.name() : null,
                        parent == null ? null : parent.value(),
                        reason,
                        now(),
                        RunbookState.PLANNING.name())
                .update();
    }

    public void startedAs(RunbookId id, String processInstanceId) {
        jdbc.sql("update mr_runbook set process_instance_id = ? where id = ?")
                .params(processInstanceId, id.value())
                .update();
    }

    /** Records from which run this one took its instance over. */
    void takesOver(RunbookId id, RunbookId other) {
        jdbc.sql("update mr_runbook set takes_over = ? where id = ?")
                .params(other.value(), id.value())
                .update();
    }

    public Optional<Run> find(RunbookId id) {
        return jdbc.sql("select * from mr_runbook where id = ?")
                .param(id.value())
                .query(this::run)
                .optional();
    }

    /**
     * The run of this id.
     *
     * @throws IllegalStateException where there is none, which would be a bug
     */
    public Run get(RunbookId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no run " + id + " on record"));
    }

    /** The same, held until the end of this transaction: it does not end meanwhile. */
    public Run hold(RunbookId id) {
        return jdbc.sql("select * from mr_runbook where id = ? for update")
                .param(id.value())
                .query(this::run)
                .optional()
                .orElseThrow(() -> new IllegalStateException("no run " + id + " on record"));
    }

    /** The run that a requester has asked for with this key, and the digest of what was asked. */
    Optional<Keyed> byIdempotencyKey(String requester, String key) {
        return jdbc.sql("select * from mr_runbook where requester = ? and idempotency_key = ?")
                .params(requester, key)
                .query((row, number) -> new Keyed(run(row, number), row.getString("request_digest")))
                .optional();
    }

    record Keyed(Run run, String digest) {}

    /** Some of the runs, newest first. */
    RunPage list(RunFilter filter) {
        Conditions where = Conditions.of(filter);
        String condition = " from mr_runbook where " + where.sql();
        long total = jdbc.sql("select count(*)" + condition)
                .params(where.params())
                .query(Long.class)
                .single();
        List<Run> items = jdbc.sql("select *" + condition + " order by requested_at desc, id limit :size offset :skip")
                .params(where.params())
                .param("size", filter.size())
                .param("skip", (long) filter.page() * filter.size())
                .query(this::run)
                .list();
        return new RunPage(items, total);
    }

    /** The runs that this one has begun, in the order of its plan. */
    public List<Run> childrenOf(RunbookId parent) {
        return jdbc.sql("select * from mr_runbook where parent_id = ? order by requested_at, instance")
                .param(parent.value())
                .query(this::run)
                .list();
    }

    /** Runs that have not ended. */
    public List<Run> live() {
        return jdbc.sql("select * from mr_runbook where ended_at is null order by requested_at")
                .query(this::run)
                .list();
    }

    /** How many runs are in each state; states without any are left out. */
    Map<RunbookState, Long> counts() {
        Map<RunbookState, Long> counts = new EnumMap<>(RunbookState.class);
        jdbc.sql("select state, count(*) as runs from mr_runbook group by state")
                .query(row -> {
                    counts.put(RunbookState.valueOf(row.getString("state")), row.getLong("runs"));
                });
        return counts;
    }

    /** Runs that wait for an approval although somebody has asked for them to be cancelled. */
    List<Run> awaitingApprovalAndCancelled() {
        return jdbc.sql(
                        "select * from mr_runbook where ended_at is null and cancel_requested_by is not null and state = ?")
                .param(RunbookState.AWAITING_APPROVAL.name())
                .query(this::run)
                .list();
    }

    public void state(RunbookId id, RunbookState state, @Nullable String attention) {
        jdbc.sql("update mr_runbook set state = ?, attention = ? where id = ? and ended_at is null")
                .params(state.name(), shortened(attention), id.value())
                .update();
        parts.changed(id);
    }

    /** Records by when what is asked now is to be decided; nobody was reminded of it yet. */
    public void approvalDue(RunbookId id, Instant due) {
        jdbc.sql("update mr_runbook set approval_due_at = ?, reminded_at = null where id = ?")
                .params(due.atOffset(ZoneOffset.UTC), id.value())
                .update();
    }

    /** Records that the approvers of a run were reminded; false where it waits for none any more, or they were already. */
    public boolean reminded(Run read) {
        boolean waits =
                jdbc.sql("update mr_runbook set reminded_at = ? where id = ? and state = ? and reminded_at is null"
                                        + " and ended_at is null")
                                .params(now(), read.id().value(), RunbookState.AWAITING_APPROVAL.name())
                                .update()
                        == 1;
        parts.changed(read.id());
        return waits;
    }

    /** Says that a run waits for too long, where it is still in the state in which it was read; false where it has gone on. */
    public boolean overdue(Run read, String attention) {
        boolean waits = jdbc.sql("update mr_runbook set attention = ? where id = ? and state = ? and ended_at is null")
                        .params(
                                shortened(attention),
                                read.id().value(),
                                read.state().name())
                        .update()
                == 1;
        parts.changed(read.id());
        return waits;
    }

    /** Puts a plan on record; the one before is kept beside it as long as it is another one. */
    public void plan(RunbookId id, Plan plan, ApprovalTerms terms) {
        jdbc.sql("update mr_runbook set earlier_plan = case when plan_hash <> ? then plan else earlier_plan end,"
                        + " plan = ?, plan_hash = ?, approval_required = ?, approval_reason = ?, approval_quorum = ?,"
                        + " approval_group = ?, source_host = ?, destination_host = ? where id = ?")
                .params(
                        plan.hash().value(),
                        json.write(plan),
                        plan.hash().value(),
                        terms.required(),
                        terms.reason(),
                        terms.quorum(),
                        terms.group(),
                        plan.moves().size() == 1 ? plan.moves().get(0).from().name() : null,
                        plan.moves().size() == 1 ? plan.moves().get(0).to().name() : null,
                        id.value())
                .update();
    }

    /** Records who went ahead without the approval of others; the last one counts. */
    void breakGlass(RunbookId id, String person) {
        jdbc.sql("update mr_runbook set break_glass_by = ? where id = ?")
                .params(person, id.value())
                .update();
    }

    /** Whether no auditor has looked yet at a run for which this person broke the glass before then. */
    boolean unreviewedBreakGlass(String person, Instant before) {
        return jdbc.sql(
                                "select count(*) from mr_approval a join mr_runbook r on r.id = a.runbook_id"
                                        + " where a.break_glass and a.person = ? and a.decided_at < ? and r.reviewed_at is null")
                        .params(person, before.atOffset(ZoneOffset.UTC))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** For how many runs somebody broke the glass that no auditor has looked at since. */
    long unreviewedBreakGlasses() {
        return jdbc.sql("select count(*) from mr_runbook where break_glass_by is not null and reviewed_at is null")
                .query(Long.class)
                .single();
    }

    /** Records what is asked to be approved now beyond the plan; null for the plan itself. */
    public void ask(RunbookId id, @Nullable PlanException exception) {
        jdbc.sql("update mr_runbook set asked = ? where id = ? and ended_at is null")
                .params(exception == null ? null : exception.name(), id.value())
                .update();
    }

    /** Records the wish to cancel; the first one counts. */
    public boolean requestCancel(RunbookId id, String person, @Nullable String reason) {
        return jdbc.sql("update mr_runbook set cancel_requested_by = ?, cancel_requested_at = ?, cancel_reason = ?"
                                + " where id = ? and cancel_requested_by is null and ended_at is null")
                        .params(person, now(), reason, id.value())
                        .update()
                == 1;
    }

    /** Ends a run; false where it had ended already. */
    public boolean end(RunbookId id, Ending ending, @Nullable String detail) {
        boolean endedNow = jdbc.sql(
                                "update mr_runbook set state = ?, attention = null, ending = ?, ending_detail = ?, ended_at = ?"
                                        + " where id = ? and ended_at is null")
                        .params(ending.state().name(), ending.name(), shortened(detail), now(), id.value())
                        .update()
                == 1;
        parts.changed(id);
        return endedNow;
    }

    /** Notes that an auditor has signed the run off; the first time counts. */
    void reviewed(RunbookId id, Instant at) {
        jdbc.sql("update mr_runbook set reviewed_at = ? where id = ? and reviewed_at is null")
                .params(at.atOffset(ZoneOffset.UTC), id.value())
                .update();
    }

    static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= TEXT_COLUMN ? text : text.substring(0, TEXT_COLUMN);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private Run run(ResultSet row, int number) throws SQLException {
        String plan = row.getString("plan");
        String earlier = row.getString("earlier_plan");
        String ending = row.getString("ending");
        String asked = row.getString("asked");
        return new Run(
                new RunbookId(row.getString("id")),
                RunbookKind.of(row.getString("kind")).orElseThrow(),
                row.getString("requester"),
                json.read(row.getString("request"), StartRequest.class),
                target(row),
                id(row, "parent_id"),
                id(row, "takes_over"),
                row.getString("reason"),
                instant(row, "requested_at").orElseThrow(),
                row.getString("process_instance_id"),
                RunbookState.valueOf(row.getString("state")),
                plan == null ? null : json.read(plan, Plan.class),
                (Boolean) row.getObject("approval_required"),
                row.getString("approval_reason"),
                row.getInt("approval_quorum"),
                row.getString("approval_group"),
                earlier == null ? null : json.read(earlier, Plan.class),
                row.getString("break_glass_by"),
                asked == null ? null : PlanException.valueOf(asked),
                instant(row, "approval_due_at").orElse(null),
                instant(row, "reminded_at").orElse(null),
                row.getString("attention"),
                row.getString("cancel_requested_by"),
                row.getString("cancel_reason"),
                ending == null ? null : Ending.valueOf(ending),
                row.getString("ending_detail"),
                instant(row, "ended_at").orElse(null),
                instant(row, "reviewed_at").orElse(null));
    }

    private static @Nullable RunbookId id(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new RunbookId(id);
    }

    private static RunTarget target(ResultSet row) throws SQLException {
        String instance = row.getString("instance");
        return instance == null
                ? new RunTarget.OfHost(new HostId(row.getString("platform"), row.getString("host")))
                : new RunTarget.OfInstance(new InstanceId(row.getString("platform"), instance));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
