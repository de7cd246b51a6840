package org.migrationrunbooks.runbook.definitions;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.KeptHost;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps them in our own tables. The row of a host is changed before those of its definitions, so that nodes which have read the same host
 * write one after the other.
 */
@Component
class JdbcDefinitionStore implements DefinitionStore {

    /** Within this time a host that tells the same again is not written down again. */
    private static final Duration GRAIN = Duration.ofSeconds(10);

    private final HostRows hosts;
    private final DefinitionRows definitions;
    private final TransactionTemplate own;

    JdbcDefinitionStore(HostRows hosts, DefinitionRows definitions, PlatformTransactionManager transactions) {
        this.hosts = hosts;
        this.definitions = definitions;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void keep(KeptHost host) {
        if (host(host.host()).filter(known -> saysTheSame(known, host)).isPresent()) {
            return;
        }
        change(() -> {
            if (hosts.renew(host)) {
                replace(host);
            }
        });
    }

    private static boolean saysTheSame(KeptHost known, KeptHost now) {
        return known.readAt().plus(GRAIN).isAfter(now.readAt())
                && known.cpus() == now.cpus()
                && known.memory().equals(now.memory())
                && Objects.equals(known.cpuModel(), now.cpuModel())
                && timeless(known).equals(timeless(now));
    }

    private static Set<KeptDefinition> timeless(KeptHost host) {
        return host.definitions().stream()
                .map(definition -> definition.at(Instant.EPOCH))
                .collect(Collectors.toSet());
    }

    private void replace(KeptHost host) {
        Map<InstanceId, KeptDefinition> before = new HashMap<>();
        definitions.of(host.host()).forEach(definition -> before.put(definition.instance(), definition));
        for (KeptDefinition now : host.definitions()) {
            KeptDefinition known = before.remove(now.instance());
            if (known == null || (!known.readAt().isAfter(host.readAt()) && !now.tells(known))) {
                definitions.put(now);
            }
        }
        before.values().stream()
                .filter(gone -> !gone.readAt().isAfter(host.readAt()))
                .forEach(gone -> definitions.delete(gone.host(), gone.instance()));
    }

    @Override
    public void keep(KeptDefinition definition) {
        change(() -> definitions.put(definition));
    }

    @Override
    public void settle(KeptDefinition running) {
        change(() -> {
            definitions.put(running);
            definitions.deleteElsewhere(running);
        });
    }

    @Override
    public void forget(HostId host, InstanceId instance) {
        change(() -> definitions.delete(host, instance));
    }

    @Override
    public Optional<KeptHost> host(HostId host) {
        return hosts.find(host).map(found -> {
            List<KeptDefinition> told = definitions.of(host).stream()
                    .map(definition -> confirmed(definition, found))
                    .toList();
            return new KeptHost(host, found.cpus(), found.memory(), found.cpuModel(), found.readAt(), told);
        });
    }

    @Override
    public Optional<KeptDefinition> find(HostId host, InstanceId instance) {
        return definitions.find(host, instance).map(definition -> hosts.find(host)
                .map(found -> confirmed(definition, found))
                .orElse(definition));
    }

    /** A row that has not changed since was told again whenever the host was read. */
    private static KeptDefinition confirmed(KeptDefinition definition, KeptHost host) {
        return definition.readAt().isBefore(host.readAt()) ? definition.at(host.readAt()) : definition;
    }

    /** In a transaction of its own; done again where another node wrote the same row first. */
    private void change(Runnable change) {
        try {
            own.executeWithoutResult(transaction -> change.run());
        } catch (DuplicateKeyException e) {
            own.executeWithoutResult(transaction -> change.run());
        }
    }
}
