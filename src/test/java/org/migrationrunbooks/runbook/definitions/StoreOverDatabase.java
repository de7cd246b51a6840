package org.migrationrunbooks.runbook.definitions;

import com.fasterxml.jackson.databind.ObjectMapper;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.migrationrunbooks.runbook.JsonColumns;
import org.migrationrunbooks.testing.EmbeddedDatabase;
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
        context.registerBean(JdbcTransactionManager.class, source);
        context.register(JsonColumns.class, HostRows.class, DefinitionRows.class, JdbcDefinitionStore.class);
        context.refresh();
    }

    JdbcDefinitionStore store() {
        return context.getBean(JdbcDefinitionStore.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(JdbcTransactionManager.class));
    }

    @Override
    public void close() {
        context.close();
    }
}
