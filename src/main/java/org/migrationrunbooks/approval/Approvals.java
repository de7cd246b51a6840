package org.migrationrunbooks.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The decisions on record. They are the only thing that allows an approved step; variables of a process never do. */
@Component
public class Approvals {

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final ApprovalSubjects subjects;
    private final Clock clock;

    Approvals(JdbcClient jdbc, AuditTrail audit, ApprovalSubjects subjects, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.subjects = subjects;
        this.clock = clock;
    }

    /**
     * Records a decision in the caller's transaction.
     *
     * @param seen the hash of the plan that the person looked at
     * @throws ApprovalRefusedException where it cannot be taken; nothing is recorded
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decide(RunbookId runbook, PlanHash seen, String person, Decision decision, @Nullable String comment) {
        ApprovalSubject subject =
                subjects.of(runbook).orElseThrow(() -> new ApprovalRefusedException(ApprovalRefusal.NOTHING_TO_DECIDE));
        if (subject.requester().equals(person)) {
            throw new ApprovalRefusedException(ApprovalRefusal.OWN_REQUEST);
        }
        if (!subject.planHash().equals(seen)) {
            throw new ApprovalRefusedException(ApprovalRefusal.PLAN_CHANGED);
        }
        if (of(runbook).stream()
                .anyMatch(earlier ->
                        earlier.planHash().equals(seen) && earlier.person().equals(person))) {
            throw new ApprovalRefusedException(ApprovalRefusal.ALREADY_DECIDED);
        }
        try {
            jdbc.sql("insert into mr_approval (runbook_id, plan_hash, person, decision, remark, decided_at)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(
                            runbook.value(),
                            seen.value(),
                            person,
                            decision.name(),
                            comment,
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new ApprovalRefusedException(ApprovalRefusal.ALREADY_DECIDED);
        }
        audit.append(new AuditEvent(
                decision == Decision.APPROVE ? AuditCode.APPROVAL_GRANTED : AuditCode.APPROVAL_REFUSED,
                person,
                runbook,
                "plan " + seen.value(),
                comment,
                Map.of("planHash", seen.value(), "requester", subject.requester())));
    }

    /** Whether this plan was approved by somebody other than its requester, and rejected by nobody. */
    public boolean granted(RunbookId runbook, PlanHash planHash, String requester) {
        List<Approval> decisions = of(runbook).stream()
                .filter(approval -> approval.planHash().equals(planHash))
                .toList();
        return decisions.stream()
                        .anyMatch(approval -> approval.decision() == Decision.APPROVE
                                && !approval.person().equals(requester))
                && decisions.stream().noneMatch(approval -> approval.decision() == Decision.REJECT);
    }

    /** All decisions of a run, oldest first. */
    public List<Approval> of(RunbookId runbook) {
        return jdbc.sql("select * from mr_approval where runbook_id = ? order by id")
                .param(runbook.value())
                .query(Approvals::approval)
                .list();
    }

    private static Approval approval(ResultSet row, int number) throws SQLException {
        return new Approval(
                new RunbookId(row.getString("runbook_id")),
                new PlanHash(row.getString("plan_hash")),
                row.getString("person"),
                Decision.of(row.getString("decision")),
                row.getString("remark"),
                row.getObject("decided_at", OffsetDateTime.class).toInstant());
    }
}
