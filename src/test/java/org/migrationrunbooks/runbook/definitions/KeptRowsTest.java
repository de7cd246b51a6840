package org.migrationrunbooks.runbook.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.KeptHost;
import org.migrationrunbooks.testing.EmbeddedDatabase;

/** What the rows of kept definitions have to do with transactions, restarts and each other. */
class KeptRowsTest {

    private static final HostId HOST = new HostId("rack", "node-a");
    private static final Instant NOON = Instant.parse("2030-05-17T12:00:00Z");

    private final EmbeddedDatabase database = EmbeddedDatabase.h2();
    private final StoreOverDatabase node = new StoreOverDatabase(database);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anotherNodeReadsWhatWasKept() {
        node.store().keep(host(NOON, "web"));

        try (StoreOverDatabase restarted = new StoreOverDatabase(database)) {
            assertThat(restarted.store().host(HOST).orElseThrow().definitions())
                    .containsExactly(definition("web", NOON));
        }
    }

    @Test
    void whatIsKeptStaysWhateverBecomesOfTheCallersTransaction() {
        node.transaction().executeWithoutResult(transaction -> {
            node.store().keep(host(NOON, "web"));
            transaction.setRollbackOnly();
        });

        assertThat(node.store().find(HOST, new InstanceId("rack", "web"))).isPresent();
    }

    @Test
    void onlyRowsThatChangedAreWritten() {
        node.store().keep(host(NOON, "web", "database"));
        Instant later = NOON.plusSeconds(60);
        KeptDefinition changed = new KeptDefinition(
                new InstanceId("rack", "web"), "uid", HOST, InstanceState.STOPPED, true, Map.of(), "<domain/>", later);

        node.store()
                .keep(new KeptHost(
                        HOST, 8, ByteSize.of("32GB"), null, later, List.of(changed, definition("database", later))));

        assertThat(writtenAt("web")).isEqualTo(later);
        assertThat(writtenAt("database")).isEqualTo(NOON);
    }

    @Test
    void aHostThatTellsTheSameAgainAndAgainIsNotWrittenDownEachTime() {
        node.store().keep(host(NOON, "web"));

        node.store().keep(host(NOON.plusSeconds(9), "web"));
        assertThat(node.store().host(HOST).orElseThrow().readAt()).isEqualTo(NOON);

        node.store().keep(host(NOON.plusSeconds(10), "web"));
        assertThat(node.store().host(HOST).orElseThrow().readAt()).isEqualTo(NOON.plusSeconds(10));
    }

    private Instant writtenAt(String instance) {
        return node.jdbc()
                .sql("select read_at from mr_kept_definition where instance = ?")
                .param(instance)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static KeptHost host(Instant readAt, String... instances) {
        List<KeptDefinition> definitions = List.of(instances).stream()
                .map(name -> definition(name, readAt))
                .toList();
        return new KeptHost(HOST, 8, ByteSize.of("32GB"), null, readAt, definitions);
    }

    private static KeptDefinition definition(String name, Instant readAt) {
        return new KeptDefinition(
                new InstanceId("rack", name), "uid", HOST, InstanceState.RUNNING, true, Map.of(), "<domain/>", readAt);
    }
}
