package org.migrationrunbooks.platform.simulated;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.migrationrunbooks.platform.HypervisorContractTest;
import org.migrationrunbooks.platform.PlatformFixture;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several processes share a simulation through PostgreSQL, so the contract holds there too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedHypervisorOnPostgresTest extends HypervisorContractTest {

    private final AtomicInteger databases = new AtomicInteger();
    private final EmbeddedPostgres postgres;

    SimulatedHypervisorOnPostgresTest() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }

    @Override
    protected PlatformFixture open() {
        String name = "simulated_" + databases.incrementAndGet();
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        return new SimulatedFixture(postgres.getJdbcUrl("postgres", name), Duration.ofMillis(500));
    }
}
