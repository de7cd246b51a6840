package org.migrationrunbooks.engine;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the engine together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProcessesProperties.class)
class EngineConfiguration {

    /** Last of all plugins, so that neither a property nor another plugin undoes a rule. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ProcessEnginePlugin engineRules(AuditTrail audit) {
        return new EngineRules(new AuditedHistory(audit));
    }

    @Bean
    ReleaseSource releaseSource(ProcessesProperties properties, ResourcePatternResolver resources) {
        return properties.dir() == null
                ? new ClasspathReleaseSource(resources, "classpath:processes/")
                : new DirectoryReleaseSource(properties.dir());
    }

    @Bean
    ReleaseDeployment releaseDeployment(
            RepositoryService repository,
            JdbcClient database,
            Clock clock,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            @Value("${spring.application.version:}") String version) {
        return new ReleaseDeployment(
                repository,
                new ReleaseLog(database, clock),
                audit,
                new TransactionTemplate(transactions),
                version.endsWith("-SNAPSHOT"));
    }

    @Bean
    ReleaseStartup releaseStartup(ReleaseSource source, ReleaseDeployment deployment) {
        return new ReleaseStartup(source, deployment);
    }

    @Bean
    EngineMetrics engineMetrics(ProcessEngine engine, MeterRegistry registry) {
        return new EngineMetrics(engine, registry);
    }

    @Bean
    AbandonedJobs abandonedJobs(DataSource dataSource, JdbcClient database) {
        return new AbandonedJobs(dataSource, database);
    }

    @Bean
    JobExecutorStop jobExecutorStop(ObjectProvider<JobExecutor> jobExecutor) {
        return new JobExecutorStop(jobExecutor);
    }
}
