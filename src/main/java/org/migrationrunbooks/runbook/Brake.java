package org.migrationrunbooks.runbook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The global brake. While it is engaged no new operation begins on any node, but those that give back an instance which a run has
 * switched off. What is under way goes on.
 */
@Component
public class Brake {

    private static final String ROW = "select engaged, changed_by, changed_at, reason from mr_brake where id = 1";

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Brake(JdbcClient jdbc, AuditTrail audit, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    public BrakeState state() {
        return jdbc.sql(ROW).query(Brake::read).single();
    }

    /**
     * How it is, and stays until the caller's transaction ends: whoever wants to change it waits. So an operation that begins in this
     * transaction has begun before the brake, or not at all.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public BrakeState held() {
        return jdbc.sql(ROW + " for update").query(Brake::read).single();
    }

    /** Engages or releases it; where it is so already nothing changes, and the answer tells who was first. */
    public BrakeState set(boolean engaged, String person, String reason) {
        return Objects.requireNonNull(transaction.execute(status -> {
            BrakeState before = held();
            if (before.engaged() == engaged) {
                return before;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            jdbc.sql("update mr_brake set engaged = ?, changed_by = ?, changed_at = ?, reason = ? where id = 1")
                    .params(engaged, person, now.atOffset(ZoneOffset.UTC), reason)
                    .update();
            audit.append(new AuditEvent(
                    engaged ? AuditCode.BRAKE_ENGAGED : AuditCode.BRAKE_RELEASED,
                    person,
                    null,
                    "brake",
                    reason,
                    Map.of()));
            return new BrakeState(engaged, person, now, reason);
        }));
    }

    /** What keeps a run from being started now. */
    Optional<Problem> againstStart() {
        BrakeState now = state();
        return now.engaged()
                ? Optional.of(Problem.of(
                        ProblemCode.BRAKE_ENGAGED,
                        now.told(),
                        "No operation begins; what is under way goes on. Nothing was changed by this request.",
                        "Ask who engaged it. It is released with PUT /api/v1/brake."))
                : Optional.empty();
    }

    private static BrakeState read(ResultSet row, int number) throws SQLException {
        OffsetDateTime changedAt = row.getObject("changed_at", OffsetDateTime.class);
        return new BrakeState(
                row.getBoolean("engaged"),
                row.getString("changed_by"),
                changedAt == null ? null : changedAt.toInstant(),
                row.getString("reason"));
    }
}
