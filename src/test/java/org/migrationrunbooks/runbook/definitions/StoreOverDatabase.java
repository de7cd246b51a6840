package org.migrationrunbooks.runbook.definitions;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.JsonColumns;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The store over one database, as one node has it. */
final class StoreOverDatabase implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    StoreOverDatabase(EmbeddedDatabase database) {
        DataSource source = database.dataSource();
        Flyway.configure().dataSource(source).load().migrate();
        context.registerBean(ObjectMapper.class);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
        JdbcTransactionManager transactions = new JdbcTransactionManager(source);
        context.registerBean(JdbcTransactionManager.class, () -> transactions);
        context.registerBean(TransactionTemplate.class, () -> new TransactionTemplate(transactions));
        context.registerBean(RecordedAudit.Recorder.class);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.register(
                JsonColumns.class, HostRows.class, DefinitionRows.class, JdbcDefinitionStore.class, Brake.class);
        context.refresh();
    }

    JdbcDefinitionStore store() {
        return context.getBean(JdbcDefinitionStore.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    TransactionTemplate transaction() {
        return context.getBean(TransactionTemplate.class);
    }

    Brake brake() {
        return context.getBean(Brake.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
