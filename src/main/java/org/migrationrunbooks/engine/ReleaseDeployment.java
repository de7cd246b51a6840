package org.migrationrunbooks.engine;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings a release into the engine, as one deployment: call activities and decisions bind to the deployment of their caller, so a
 * running runbook ends on the version on which it began.
 *
 * <p>Among nodes that start together one deploys, the others wait for it and then find nothing to do. An older release never
 * replaces a newer one: during a rolling update a node that restarts late works with the newer models.
 */
final class ReleaseDeployment {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseDeployment.class);

    private final RepositoryService repository;
    private final ReleaseLog log;
    private final AuditTrail audit;
    private final TransactionOperations transactions;
    private final boolean changesWithinRelease;

    /**
     * @param changesWithinRelease whether other content may come under the same number: while developing, never in production, where
     *     two nodes would otherwise replace each other's models at every restart
     */
    ReleaseDeployment(
            RepositoryService repository,
            ReleaseLog log,
            AuditTrail audit,
            TransactionOperations transactions,
            boolean changesWithinRelease) {
        this.repository = repository;
        this.log = log;
        this.audit = audit;
        this.transactions = transactions;
        this.changesWithinRelease = changesWithinRelease;
    }

    /**
     * Deploys the release if the engine does not run it, or a newer one, already.
     *
     * @throws ReleaseRefusedException if another content was deployed under the same number
     */
    void bringIn(Release release) {
        transactions.executeWithoutResult(status -> {
            log.lock();
            Optional<DeployedRelease> latest = log.latest().filter(this::isStillThere);
            if (latest.isEmpty()) {
                deploy(release);
            } else {
                replace(latest.get(), release);
            }
        });
    }

    private void replace(DeployedRelease latest, Release release) {
        boolean sameContent = latest.hash().equals(release.hash());
        if (release.number() < latest.number()) {
            LOG.warn("Keep release {} of the runbooks; this node brings {}, which is older", latest.number(), release);
        } else if (release.number() > latest.number()) {
            if (sameContent) {
                log.add(new DeployedRelease(release.number(), release.hash(), latest.deploymentId()));
            } else {
                deploy(release);
            }
        } else if (!sameContent) {
            if (!changesWithinRelease) {
                throw new ReleaseRefusedException(
                        "release %d is deployed with other content".formatted(release.number()),
                        "Raise the number in processes/%s with every change.".formatted(Release.NUMBER_FILE));
            }
            deploy(release);
        }
    }

    private boolean isStillThere(DeployedRelease release) {
        return repository
                        .createDeploymentQuery()
                        .deploymentId(release.deploymentId())
                        .count()
                > 0;
    }

    private void deploy(Release release) {
        DeploymentBuilder deployment =
                repository.createDeployment().name("migration-runbooks").source(release.toString());
        release.files().forEach((path, content) -> deployment.addInputStream(path, new ByteArrayInputStream(content)));
        String id = deployment.deploy().getId();
        log.add(new DeployedRelease(release.number(), release.hash(), id));
        audit.append(new AuditEvent(
                AuditCode.PROCESSES_DEPLOYED,
                AuditEvent.SYSTEM,
                null,
                "processes",
                null,
                Map.of("release", Integer.toString(release.number()), "hash", release.hash(), "deployment", id)));
        LOG.info(
                "Deployed {} of the runbooks, {} files",
                release,
                release.files().size());
    }
}
