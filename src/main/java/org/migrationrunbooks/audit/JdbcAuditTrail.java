package org.migrationrunbooks.audit;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes entries in the caller's transaction and leaves them to the sealer. */
@Component
class JdbcAuditTrail implements AuditTrail {

    private static final int ACTOR_LENGTH = 255;
    private static final int SUBJECT_LENGTH = 1024;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    JdbcAuditTrail(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public void append(AuditEvent event) {
        transaction.executeWithoutResult(status -> {
            GeneratedKeyHolder id = new GeneratedKeyHolder();
            jdbc.sql(
                            """
                            insert into mr_audit_entry (at, code, actor, runbook, subject, reason, details)
                            values (:at, :code, :actor, :runbook, :subject, :reason, :details)
                            """)
                    .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                    .param("code", event.code().name())
                    .param("actor", shortened(storable(event.actor()), ACTOR_LENGTH))
                    .param(
                            "runbook",
                            event.runbook() == null ? null : event.runbook().value())
                    .param("subject", shortened(storable(event.subject()), SUBJECT_LENGTH))
                    .param("reason", event.reason() == null ? null : storable(event.reason()))
                    .param("details", storable(Details.toJson(event.details())))
                    .update(id, "id");
            jdbc.sql("insert into mr_audit_unsealed (entry_id) values (:id)")
                    .param("id", Objects.requireNonNull(id.getKey()).longValue())
                    .update();
        });
    }

    /**
     * What every database takes and gives back unchanged. Names of failed logins are anybody's input: a NUL, which PostgreSQL
     * refuses, or half a surrogate pair must not keep the entry, and with it the fact, from being written.
     */
    private static String storable(String text) {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return wellFormed.replace('\0', '\uFFFD');
    }

    private static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
