package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class SchemaTurnsTest {

    private final EmbeddedDatabase database = EmbeddedDatabase.postgres();
    private final JdbcClient sql = JdbcClient.create(database.dataSource());

    @Test
    void nodesThatStartTogetherOnAnEmptyDatabaseWaitForEachOther() throws SQLException {
        try (Connection another = database.dataSource().getConnection()) {
            JdbcClient other = JdbcClient.create(new SingleConnectionDataSource(another, true));
            ask(other, "select pg_advisory_lock(:key)");
            CompletableFuture<ProcessEngine> first = start();
            CompletableFuture<ProcessEngine> second = start();
            Awaitility.await("both nodes wait for their turn")
                    .atMost(1, TimeUnit.MINUTES)
                    .until(() -> waiting() == 2);
            assertThat(engineTables()).isZero();

            ask(other, "select pg_advisory_unlock(:key)");

            Stream.of(first, second)
                    .map(node -> node.orTimeout(1, TimeUnit.MINUTES).join())
                    .forEach(ProcessEngine::close);
        }
        assertThat(engineTables()).isPositive();
        assertThat(waiting()).isZero();
    }

    private CompletableFuture<ProcessEngine> start() {
        return CompletableFuture.supplyAsync(() -> {
            StandaloneProcessEngineConfiguration node = new StandaloneProcessEngineConfiguration();

            node.setDataSource(database.dataSource());
            node.setDatabaseSchemaUpdate("true");
            node.getProcessEnginePlugins().add(new EngineRules(new DbHistoryEventHandler()));
            return node.buildProcessEngine();
        });
    }

    private static void ask(JdbcClient session, String function) {
        session.sql(function).param("key", SchemaTurns.KEY).query().singleRow();
    }

    private int waiting() {
        return count("pg_locks where locktype = 'advisory' and not granted");
    }

    private int engineTables() {
        return count("information_schema.tables where table_name like 'act_%'");
    }

    private int count(String what) {
        return sql.sql("select count(*) from " + what).query(Integer.class).single();
    }
}
