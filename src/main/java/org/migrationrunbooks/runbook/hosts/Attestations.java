package org.migrationrunbooks.runbook.hosts;

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
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people have attested, as rows. A host counts as off when two different people have said so about the same plan; one of the two
 * may be whoever asked for the run.
 */
@Component
public class Attestations {

    private static final int PEOPLE = 2;

    private final JdbcClient jdbc;
    private final HostSigns signs;
    private final AuditTrail audit;
    private final Clock clock;

    Attestations(JdbcClient jdbc, HostSigns signs, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.signs = signs;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Takes an attestation in the caller's transaction. The host is looked at first; it may take a few seconds.
     *
     * @param named the host as the person named it
     * @throws AttestationRefusedException where it cannot be taken; nothing is recorded
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void attest(
            RunbookId runbook,
            PlanHash plan,
            HostId host,
            @Nullable String named,
            String person,
            @Nullable String remark) {
        if (!host.name().equals(named)) {
            throw new AttestationRefusedException(AttestationRefusal.HOST_MISNAMED, "");
        }
        if (of(runbook, plan).stream().anyMatch(earlier -> earlier.person().equals(person))) {
            throw new AttestationRefusedException(AttestationRefusal.ALREADY_ATTESTED, "");
        }
        Optional<String> life = HostSigns.life(signs.of(host));
        if (life.isPresent()) {
            throw new AttestationRefusedException(AttestationRefusal.SIGN_OF_LIFE, life.get());
        }
        try {
            jdbc.sql("insert into mr_attestation (runbook_id, plan_hash, host, person, remark, attested_at)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(
                            runbook.value(),
                            plan.value(),
                            named,
                            person,
                            remark,
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new AttestationRefusedException(AttestationRefusal.ALREADY_ATTESTED, "");
        }
        audit.append(new AuditEvent(
                AuditCode.HOST_ATTESTED_OFF,
                person,
                runbook,
                host.toString(),
                remark,
                Map.of("planHash", plan.value())));
    }

    /** Whether enough different people have attested it for this plan after this moment. */
    public boolean complete(RunbookId runbook, PlanHash plan, Instant since) {
        return of(runbook, plan).stream()
                        .filter(attestation -> attestation.attestedAt().isAfter(since))
                        .map(Attestation::person)
                        .distinct()
                        .count()
                >= PEOPLE;
    }

    /** The attestations of a run, oldest first. */
    public List<Attestation> of(RunbookId runbook) {
        return jdbc.sql("select * from mr_attestation where runbook_id = ? order by id")
                .param(runbook.value())
                .query(Attestations::attestation)
                .list();
    }

    private List<Attestation> of(RunbookId runbook, PlanHash plan) {
        return of(runbook).stream()
                .filter(attestation -> attestation.planHash().equals(plan))
                .toList();
    }

    private static Attestation attestation(ResultSet row, int number) throws SQLException {
        return new Attestation(
                new RunbookId(row.getString("runbook_id")),
                new PlanHash(row.getString("plan_hash")),
                row.getString("host"),
                row.getString("person"),
                row.getString("remark"),
                row.getObject("attested_at", OffsetDateTime.class).toInstant());
    }
}
