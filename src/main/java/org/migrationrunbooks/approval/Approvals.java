package org.migrationrunbooks.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The decisions on record. They are the only thing that allows an approved step; variables of a process never do. */
@Component
public class Approvals {

    private static final Logger log = LoggerFactory.getLogger(Approvals.class);

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final ApprovalSubjects subjects;
    private final ApproverGroups groups;
    private final BreakGlassProperties breaking;
    private final Clock clock;

    Approvals(
            JdbcClient jdbc,
            AuditTrail audit,
            ApprovalSubjects subjects,
            ApproverGroups groups,
            BreakGlassProperties breaking,
            Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.subjects = subjects;
        this.groups = groups;
        this.breaking = breaking;
        this.clock = clock;
    }

    /**
     * Records a decision in the caller's transaction. Where the person has broken the glass for this plan in the same transaction, that is
     * the decision, and nothing is added.
     *
     * @param seen the hash of the plan that the person looked at
     * @return whether the plan is decided now; otherwise it waits for somebody else
     * @throws ApprovalRefusedException where it cannot be taken; nothing is recorded
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean decide(
            RunbookId runbook, PlanHash seen, String person, Decision decision, @Nullable String comment) {
        ApprovalSubject subject = subject(runbook, seen);
        Optional<Approval> own = own(of(runbook), seen, person);
        if (own.isPresent() && own.get().breakGlass() && decision == Decision.APPROVE && counts(own.get())) {
            return granted(runbook, subject);
        }
        against(subject, own, person).ifPresent(refusal -> {
            throw new ApprovalRefusedException(refusal);
        });
        add(runbook, seen, person, decision, comment, false);
        audit.append(new AuditEvent(
                decision == Decision.APPROVE ? AuditCode.APPROVAL_GRANTED : AuditCode.APPROVAL_REFUSED,
                person,
                runbook,
                "plan " + seen.value(),
                comment,
                Map.of("planHash", seen.value(), "requester", subject.requester())));
        return decision == Decision.REJECT || granted(runbook, subject);
    }

    /**
     * Records, in the caller's transaction, that a lone person goes ahead with a plan that others have not approved, which may be of their
     * own request. It counts for a limited time.
     *
     * @param reason why nobody else can be asked
     * @throws ApprovalRefusedException where it cannot be taken; nothing is recorded
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void breakGlass(RunbookId runbook, PlanHash seen, String person, String reason) {
        ApprovalSubject subject = subject(runbook, seen);
        if (own(of(runbook), seen, person).isPresent()) {
            throw new ApprovalRefusedException(ApprovalRefusal.ALREADY_DECIDED);
        }
        add(runbook, seen, person, Decision.APPROVE, reason, true);
        log.warn("{} has broken the glass for run {}: {}", person, runbook, reason);
        audit.append(new AuditEvent(
                AuditCode.GLASS_BROKEN,
                person,
                runbook,
                "plan " + seen.value(),
                reason,
                Map.of(
                        "planHash",
                        seen.value(),
                        "requester",
                        subject.requester(),
                        "quorum",
                        Integer.toString(subject.quorum()),
                        "validFor",
                        breaking.validFor().toString())));
    }

    /** Why a person may not decide about what the run asks for now; empty where they may. */
    public Optional<ApprovalRefusal> against(RunbookId runbook, String person) {
        Optional<ApprovalSubject> subject = subjects.of(runbook);
        return subject.isEmpty()
                ? Optional.of(ApprovalRefusal.NOTHING_TO_DECIDE)
                : against(subject.get(), own(of(runbook), subject.get().planHash(), person), person);
    }

    private Optional<ApprovalRefusal> against(ApprovalSubject subject, Optional<Approval> own, String person) {
        if (subject.requester().equals(person)) {
            return Optional.of(ApprovalRefusal.OWN_REQUEST);
        }
        if (!groups.mayApprove(subject.group(), person)) {
            return Optional.of(ApprovalRefusal.NOT_IN_GROUP);
        }
        return own.map(earlier -> ApprovalRefusal.ALREADY_DECIDED);
    }

    /** The people known here who may decide about what the run asks for now, by name; not those who come with a token only. */
    public List<String> whoMayDecide(RunbookId runbook) {
        return subjects.of(runbook)
                .map(subject -> {
                    List<Approval> decisions = of(runbook);
                    return groups.approvers(subject.group()).stream()
                            .filter(person -> !person.equals(subject.requester())
                                    && own(decisions, subject.planHash(), person)
                                            .isEmpty())
                            .toList();
                })
                .orElse(List.of());
    }

    private static Optional<Approval> own(List<Approval> decisions, PlanHash plan, String person) {
        return decisions.stream()
                .filter(earlier ->
                        earlier.planHash().equals(plan) && earlier.person().equals(person))
                .findFirst();
    }

    private ApprovalSubject subject(RunbookId runbook, PlanHash seen) {
        ApprovalSubject subject =
                subjects.of(runbook).orElseThrow(() -> new ApprovalRefusedException(ApprovalRefusal.NOTHING_TO_DECIDE));
        if (!subject.planHash().equals(seen)) {
            throw new ApprovalRefusedException(ApprovalRefusal.PLAN_CHANGED);
        }
        return subject;
    }

    private void add(
            RunbookId runbook,
            PlanHash seen,
            String person,
            Decision decision,
            @Nullable String comment,
            boolean breakGlass) {
        try {
            jdbc.sql(
                            "insert into mr_approval (runbook_id, plan_hash, person, decision, remark, decided_at, break_glass)"
                                    + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            runbook.value(),
                            seen.value(),
                            person,
                            decision.name(),
                            comment,
                            clock.instant().atOffset(ZoneOffset.UTC),
                            breakGlass)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new ApprovalRefusedException(ApprovalRefusal.ALREADY_DECIDED);
        }
    }

    /**
     * Whether this was approved: by as many different people as the policy asks for, none of them its requester, and rejected by nobody; or
     * by one who has broken the glass, not long ago.
     */
    public boolean granted(RunbookId runbook, ApprovalSubject subject) {
        List<Approval> decisions = of(runbook).stream()
                .filter(approval -> approval.planHash().equals(subject.planHash()))
                .toList();
        if (decisions.stream().anyMatch(approval -> approval.decision() == Decision.REJECT)) {
            return false;
        }
        long others = decisions.stream()
                .filter(approval -> !approval.breakGlass() && !approval.person().equals(subject.requester()))
                .count();
        return others >= subject.quorum() || decisions.stream().anyMatch(this::counts);
    }

    /** What was begun while it counted is carried on to its end: half of a plan, such as an instance switched off, is worse than either. */
    private boolean counts(Approval approval) {
        if (!approval.breakGlass()) {
            return false;
        }
        Instant until = approval.decidedAt().plus(breaking.validFor());
        return clock.instant().isBefore(until) || subjects.begun(approval.runbook(), approval.decidedAt(), until);
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
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("break_glass"));
    }
}
