package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.HostId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes down storms: one row, one audit entry and one line in the log for the begin of each, and for its end. */
@Component
class StormBook {

    private static final Logger log = LoggerFactory.getLogger(StormBook.class);
    private static final int HOSTS_COLUMN = 4000;

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    StormBook(JdbcClient jdbc, AuditTrail audit, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Since when there are storms, by platform. */
    Map<String, Instant> open() {
        return jdbc
                .sql("select platform, began_at from mr_host_storm")
                .query((row, number) -> Map.entry(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void began(String platform, List<HostId> hosts, Instant now) {
        String names = names(hosts);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("insert into mr_host_storm (platform, began_at, hosts) values (?, ?, ?)")
                    .params(platform, now.atOffset(ZoneOffset.UTC), names)
                    .update();
            append(
                    AuditCode.HOST_STORM_BEGAN,
                    platform,
                    "%d hosts are silent together.".formatted(hosts.size()),
                    names);
        });
        log.error(
                "Storm: hosts of {} fell silent together ({}). Our own network is the suspect; nothing is raised for"
                        + " them and nothing is fenced",
                platform,
                names);
    }

    void ended(String platform) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from mr_host_storm where platform = ?")
                    .param(platform)
                    .update();
            append(AuditCode.HOST_STORM_ENDED, platform, "Fewer hosts are silent together.", "");
        });
        log.warn("The storm over hosts of {} has ended", platform);
    }

    private void append(AuditCode code, String platform, String reason, String hosts) {
        audit.append(new AuditEvent(
                code,
                AuditEvent.SYSTEM,
                null,
                "platform " + platform,
                reason,
                hosts.isEmpty() ? Map.of() : Map.of("hosts", hosts)));
    }

    private static String names(List<HostId> hosts) {
        String names = hosts.stream().map(HostId::name).collect(Collectors.joining(", "));
        return names.substring(0, Math.min(HOSTS_COLUMN, names.length()));
    }
}
