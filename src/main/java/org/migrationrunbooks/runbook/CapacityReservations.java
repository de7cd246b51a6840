package org.migrationrunbooks.runbook;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Reservations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Capacity promised at destinations, kept until the instance has arrived or the run has ended. */
@Component
public class CapacityReservations {

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Clock clock;

    CapacityReservations(JdbcClient jdbc, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /** What has been promised to anybody. */
    public Reservations all() {
        return except("");
    }

    /** What other runs have been promised. */
    public Reservations ofOthers(RunbookId runbook) {
        return except(runbook.value());
    }

    private Reservations except(String runbook) {
        return new Reservations(jdbc.sql("select * from mr_reservation where runbook_id <> ?")
                .param(runbook)
                .query((row, number) -> new Reservations.Reservation(
                        new HostId(row.getString("platform"), row.getString("host")),
                        new InstanceId(row.getString("platform"), row.getString("instance")),
                        row.getInt("cpus"),
                        ByteSize.ofBytes(row.getLong("memory_bytes"))))
                .list());
    }

    /** Promises the host's capacity to this run's instance, in place of an earlier promise for it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reserve(RunbookId runbook, Instance instance, HostId host) {
        release(runbook);
        jdbc.sql("insert into mr_reservation (runbook_id, platform, instance, host, cpus, memory_bytes, reserved_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        runbook.value(),
                        host.platform(),
                        instance.name(),
                        host.name(),
                        instance.cpus(),
                        instance.memory().bytes(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        append(AuditCode.CAPACITY_RESERVED, runbook, host.toString());
    }

    /** Takes back every promise made to a run. Idempotent. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(RunbookId runbook) {
        int released = jdbc.sql("delete from mr_reservation where runbook_id = ?")
                .param(runbook.value())
                .update();
        if (released > 0) {
            append(AuditCode.CAPACITY_RELEASED, runbook, "all");
        }
    }

    private void append(AuditCode code, RunbookId runbook, String subject) {
        audit.append(new AuditEvent(code, AuditEvent.SYSTEM, runbook, subject, null, Map.of()));
    }
}
