package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@EngineTest
class ReleaseDeploymentTest {

    @Autowired
    private RepositoryService repository;

    @Autowired
    private JdbcClient database;

    @Autowired
    private Clock clock;

    @Autowired
    private RecordedAudit.Recorder audit;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private ReleaseSource source;

    private List<String> deploymentsBefore = List.of();

    @BeforeEach
    void rememberDeployments() {
        deploymentsBefore = deployments();
        audit.clear();
    }

    @AfterEach
    void deployAgainWhatOtherTestsUse() {
        database.sql("delete from mr_release").update();
        deployment(true).bringIn(source.read());
    }

    @Test
    void deploysAllFilesTogetherAndSaysSo() {
        deployment(false).bringIn(release(8, "model-a", "model-b"));

        assertThat(newDeployments()).hasSize(1);
        assertThat(repository.getDeploymentResourceNames(newDeployments().get(0)))
                .containsExactlyInAnyOrder("model-a.txt", "model-b.txt");
        assertThat(audit.events(AuditCode.PROCESSES_DEPLOYED)).singleElement().satisfies(event -> assertThat(
                        event.details())
                .containsEntry("release", "8")
                .containsKeys("hash", "deployment"));
    }

    @Test
    void doesNothingWhenTheSameReleaseComesAgain() {
        deployment(false).bringIn(release(8, "model-a"));
        deployment(false).bringIn(release(8, "model-a"));

        assertThat(newDeployments()).hasSize(1);
    }

    @Test
    void replacesAnOlderRelease() {
        deployment(false).bringIn(release(8, "model-a"));
        deployment(false).bringIn(release(9, "model-b"));

        assertThat(newDeployments()).hasSize(2);
    }

    @Test
    void neverReplacesANewerRelease() {
        deployment(false).bringIn(release(9, "model-b"));
        deployment(true).bringIn(release(8, "model-a"));

        assertThat(newDeployments()).hasSize(1);
    }

    @Test
    void notesANewNumberForTheSameContentWithoutDeployingIt() {
        deployment(false).bringIn(release(8, "model-a"));
        deployment(false).bringIn(release(9, "model-a"));

        assertThat(newDeployments()).hasSize(1);
        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> deployment(false).bringIn(release(9, "model-b")));
    }

    @Test
    void refusesOtherContentUnderTheSameNumber() {
        deployment(false).bringIn(release(8, "model-a"));

        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> deployment(false).bringIn(release(8, "model-b")))
                .withMessage("release 8 is deployed with other content");
        assertThat(newDeployments()).hasSize(1);
    }

    @Test
    void takesOtherContentUnderTheSameNumberWhileDeveloping() {
        deployment(false).bringIn(release(8, "model-a"));
        deployment(true).bringIn(release(8, "model-b"));

        assertThat(newDeployments()).hasSize(2);
    }

    @Test
    void deploysAgainWhatSomebodyDeletedFromTheEngine() {
        deployment(false).bringIn(release(8, "model-a"));
        repository.deleteDeployment(newDeployments().get(0), true);

        deployment(false).bringIn(release(8, "model-a"));

        assertThat(newDeployments()).hasSize(1);
    }

    @Test
    void deploysOnceWhenNodesStartTogether() {
        Release release = release(8, "model-a");

        CompletableFuture<?>[] nodes = Stream.generate(
                        () -> CompletableFuture.runAsync(() -> deployment(false).bringIn(release)))
                .limit(4)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(nodes).join();

        assertThat(newDeployments()).hasSize(1);
    }

    private ReleaseDeployment deployment(boolean changesWithinRelease) {
        return new ReleaseDeployment(
                repository,
                new ReleaseLog(database, clock),
                audit,
                new TransactionTemplate(transactions),
                changesWithinRelease);
    }

    private List<String> newDeployments() {
        return deployments().stream()
                .filter(id -> !deploymentsBefore.contains(id))
                .toList();
    }

    private List<String> deployments() {
        return repository.createDeploymentQuery().list().stream()
                .map(deployment -> deployment.getId())
                .toList();
    }

    private static Release release(int number, String... files) {
        Map<String, byte[]> content = new HashMap<>();
        content.put(Release.NUMBER_FILE, ("release=" + number).getBytes(StandardCharsets.UTF_8));
        for (String file : files) {
            content.put(file + ".txt", file.getBytes(StandardCharsets.UTF_8));
        }
        return Release.of(content, "test");
    }
}
