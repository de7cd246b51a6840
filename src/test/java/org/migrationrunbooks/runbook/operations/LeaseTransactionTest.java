package org.migrationrunbooks.runbook.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LeaseTransactionTest {

    private final DataSource database = EmbeddedDatabase.h2().dataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final LeaseTransaction transaction =
            new LeaseTransaction(new TransactionTemplate(new JdbcTransactionManager(database)));

    LeaseTransactionTest() {
        jdbc.sql("create table noted (attempt int)").update();
    }

    @Test
    void whatWasDisturbedByAnExtensionIsDoneAgainAndOnRecordOnce() {
        AtomicInteger attempts = new AtomicInteger();

        transaction.execute(() -> {
            note(attempts.incrementAndGet());
            if (attempts.get() < 3) {
                throw new OptimisticLockingException("the lease was extended");
            }
        });

        assertThat(noted()).isEqualTo(1);
    }

    @Test
    void whatIsDisturbedTimeAndAgainIsLeftToTheNextLook() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatExceptionOfType(OptimisticLockingException.class)
                .isThrownBy(() -> transaction.execute(() -> {
                    note(attempts.incrementAndGet());
                    throw new OptimisticLockingException("the lease was extended");
                }));
        assertThat(noted()).isZero();
    }

    @Test
    void nothingIsTriedAgainWithoutTheLease() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> transaction.execute(() -> {
                    note(attempts.incrementAndGet());
                    throw new LeaseLostException("somebody else has it");
                }));
        assertThat(attempts).hasValue(1);
        assertThat(noted()).isZero();
    }

    private void note(int attempt) {
        jdbc.sql("insert into noted (attempt) values (?)").param(attempt).update();
    }

    private long noted() {
        return jdbc.sql("select count(*) from noted").query(Long.class).single();
    }
}
