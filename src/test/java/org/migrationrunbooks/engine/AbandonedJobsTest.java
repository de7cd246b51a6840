package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AbandonedJobsTest {

    @Test
    void takesUpWhatAKilledProcessLeftInAFileOfItsOwn(@TempDir Path folder) throws SQLException {
        JdbcClient database = databaseWithALockedJob("jdbc:h2:file:" + folder.resolve("engine"));

        assertThat(locked(database)).isZero();
    }

    @Test
    void leavesJobsAloneWhereOthersMayBeAtWork() throws SQLException {
        JdbcClient database = databaseWithALockedJob("jdbc:h2:mem:abandoned;DB_CLOSE_DELAY=-1");

        assertThat(locked(database)).isOne();
    }

    private static JdbcClient databaseWithALockedJob(String url) throws SQLException {
        DriverManagerDataSource dataSource = new DriverManagerDataSource(url, "sa", "");
        JdbcClient database = JdbcClient.create(dataSource);
        database.sql("create table ACT_RU_JOB (ID_ varchar(64), LOCK_OWNER_ varchar(255), LOCK_EXP_TIME_ timestamp)")
                .update();
        database.sql("insert into ACT_RU_JOB values ('1', 'killed', current_timestamp)")
                .update();
        new AbandonedJobs(dataSource, database).release();
        return database;
    }

    private static int locked(JdbcClient database) {
        return database.sql(
                        "select count(*) from ACT_RU_JOB where LOCK_OWNER_ is not null or LOCK_EXP_TIME_ is not null")
                .query(Integer.class)
                .single();
    }
}
