package org.migrationrunbooks.runbook;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who acts on which instance or host. An instance is claimed exclusively by the run that moves it; hosts are shared by the runs
 * that move instances from and to them, so that a run which wants the whole host has to wait for them and they for it.
 */
@Component
public class Claims {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final AuditTrail audit;
    private final Clock clock;

    Claims(JdbcClient jdbc, AuditTrail audit, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.audit = audit;
        this.clock = clock;
    }

    /** Takes an instance for one run alone. Idempotent; answers the run that stands in the way, if one does. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<RunbookId> take(RunbookId runbook, InstanceId instance) {
        return take(runbook, "instance:" + instance, Wish.WHOLE);
    }

    /**
     * Takes a host for one run alone, although others have a part in it: they keep what they have, nobody gets a new part. Idempotent;
     * answers the run that has the whole host already, if one does.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<RunbookId> preempt(RunbookId runbook, HostId host) {
        return take(runbook, "host:" + host, Wish.WHOLE_WHATEVER_PARTS);
    }

    /** Takes part in a host. Idempotent; answers the run that has the whole host, if one does. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<RunbookId> share(RunbookId runbook, HostId host) {
        return take(runbook, "host:" + host, Wish.PART);
    }

    public Optional<RunbookId> holder(InstanceId instance) {
        return holder("instance:" + instance);
    }

    /** The run that has the whole host. */
    public Optional<RunbookId> holder(HostId host) {
        return holder("host:" + host);
    }

    /** Why some of these hosts take nothing now: another run has them for itself. Says nothing of the one that is left out. */
    List<Refusal> refusals(List<Host> hosts, HostId leftOut) {
        return hosts.stream()
                .map(Host::id)
                .filter(host -> !host.equals(leftOut))
                .flatMap(host -> holder(host)
                        .map(run -> new Refusal(host, "HOST_CLAIMED", "run %s has the host for itself".formatted(run)))
                        .stream())
                .toList();
    }

    /** The runs that have a part in a host. */
    public List<RunbookId> sharers(HostId host) {
        return jdbc.sql("select runbook_id from mr_claim where target = ? and not exclusive order by taken_at")
                .param("host:" + host)
                .query((row, number) -> new RunbookId(row.getString(1)))
                .list();
    }

    private Optional<RunbookId> holder(String target) {
        return jdbc.sql("select runbook_id from mr_claim where target = ? and exclusive")
                .param(target)
                .query((row, number) -> new RunbookId(row.getString(1)))
                .optional();
    }

    /** Whether a run has its target for itself. */
    public boolean holds(RunbookId runbook, RunTarget target) {
        String kind = target instanceof RunTarget.OfHost ? "host:" : "instance:";
        return holder(kind + target).filter(runbook::equals).isPresent();
    }

    /** Gives back everything that a run has claimed. Idempotent. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(RunbookId runbook) {
        List<String> targets = jdbc.sql("select target from mr_claim where runbook_id = ?")
                .param(runbook.value())
                .query(String.class)
                .list();
        jdbc.sql("delete from mr_claim where runbook_id = ?")
                .param(runbook.value())
                .update();
        targets.forEach(target -> append(AuditCode.CLAIM_RELEASED, runbook, target, false));
    }

    private enum Wish {
        PART,
        WHOLE,
        WHOLE_WHATEVER_PARTS
    }

    private Optional<RunbookId> take(RunbookId runbook, String target, Wish wish) {
        boolean exclusive = wish != Wish.PART;
        lock(target);
        List<Held> held = jdbc.sql("select runbook_id, exclusive from mr_claim where target = ?")
                .param(target)
                .query((row, number) -> new Held(new RunbookId(row.getString(1)), row.getBoolean(2)))
                .list();
        if (held.stream().anyMatch(claim -> claim.runbook().equals(runbook))) {
            return Optional.empty();
        }
        Optional<RunbookId> other = held.stream()
                .filter(claim -> wish == Wish.WHOLE || claim.exclusive())
                .map(Held::runbook)
                .findFirst();
        if (other.isEmpty()) {
            jdbc.sql("insert into mr_claim (target, runbook_id, exclusive, taken_at) values (?, ?, ?, ?)")
                    .params(target, runbook.value(), exclusive, clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            append(AuditCode.CLAIM_TAKEN, runbook, target, exclusive);
        }
        return other;
    }

    private record Held(RunbookId runbook, boolean exclusive) {}

    /** Makes everybody who wants the same target wait until this transaction has ended. */
    private void lock(String target) {
        if (jdbc.sql("select count(*) from mr_claim_target where target = ?")
                        .param(target)
                        .query(Long.class)
                        .single()
                == 0) {
            add(target);
        }
        jdbc.sql("select target from mr_claim_target where target = ? for update")
                .param(target)
                .query(String.class)
                .single();
    }

    /** In a transaction of its own: two that meet a target for the first time at once must not spoil each other's. */
    private void add(String target) {
        try {
            ownTransaction.executeWithoutResult(status -> jdbc.sql("insert into mr_claim_target (target) values (?)")
                    .param(target)
                    .update());
        } catch (DuplicateKeyException e) {
            log.debug("Somebody else has just added the target {}", target);
        }
    }

    private void append(AuditCode code, RunbookId runbook, String target, boolean exclusive) {
        audit.append(new AuditEvent(
                code, AuditEvent.SYSTEM, runbook, target, null, exclusive ? Map.of("exclusive", "true") : Map.of()));
    }
}
