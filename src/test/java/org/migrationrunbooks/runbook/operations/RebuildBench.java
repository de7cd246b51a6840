package org.migrationrunbooks.runbook.operations;

import java.util.List;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.RunRows;
import org.migrationrunbooks.testing.DatabaseSnapshot;
import org.migrationrunbooks.testing.StoppedClock;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * The part of the application that decides what is rebuilt, on real rows and a simulated platform, without an engine: whoever uses it is
 * the worker. Both databases can be set back to what they were at first.
 */
final class RebuildBench implements AutoCloseable {

    static final String PLATFORM = "bench";

    private final ConfigurableApplicationContext context;
    private final DatabaseSnapshot platform;
    private final DatabaseSnapshot application;

    /** Takes a name that no other bench of this process has. */
    RebuildBench(String name) {
        String memory = "jdbc:h2:mem:%s-%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=128";
        String ours = memory.formatted(name, "application");
        String theirs = memory.formatted(name, "platform");
        context = new SpringApplicationBuilder(Setup.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.main.lazy-initialization=true",
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=" + ours,
                        "--runbooks.platforms[0].name=" + PLATFORM,
                        "--runbooks.platforms[0].type=simulated",
                        "--runbooks.platforms[0].fleet=classpath:fleets/rebuild-bench.yaml",
                        "--runbooks.platforms[0].database=" + theirs,
                        "--runbooks.monitor.storm-hosts=1000",
                        "--runbooks.monitor.threads=1");
        context.getBean(RunRows.class);
        context.getBean(Platforms.class);
        platform = new DatabaseSnapshot(theirs, "", "SIM_");
        application = new DatabaseSnapshot(ours, "sa", "MR_");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** As it was at first, but for the time. */
    void reset() {
        platform.restore();
        application.restore();
    }

    @Override
    public void close() {
        context.close();
    }

    /** What the beans are found by; only those that are asked for come to be. */
    @TestConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        TransactionAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = {
                "org.migrationrunbooks.approval",
                "org.migrationrunbooks.audit",
                "org.migrationrunbooks.platform",
                "org.migrationrunbooks.runbook",
                "org.migrationrunbooks.scheduling"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
                // What acts by itself.
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                ".*\\.(OperationWorker|ObserveNotice|SampleRuns|MonitorTimer|UpkeepSchedule|AuditSealing)")
            })
    @Import(RunRows.class)
    static class Setup {

        @Bean
        StoppedClock stoppedClock() {
            return new StoppedClock();
        }

        @Bean
        PowerStrip powerStrip(Platforms platforms) {
            return new PowerStrip(() -> platforms.get(PLATFORM).fencingDevices().get(0));
        }

        @Bean
        @Primary
        FencingDevices devices(PowerStrip strip, Platforms platforms) {
            return new FencingDevices(List.of(strip), platforms);
        }
    }
}
