package org.migrationrunbooks.platform.libvirt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.KeptHost;

/**
 * Everything that a host has, read in one go. Nothing in it waits for a guest: one that hangs must not make its host look silent.
 *
 * @param told as it is kept
 * @param instances as they are listed while the host answers
 */
record HostListing(KeptHost told, List<Listed> instances) {

    static HostListing of(HostId host, Connection connection, InstanceListing listing, Instant asked) {
        List<KeptDefinition> definitions = new ArrayList<>();
        List<Listed> instances = new ArrayList<>();
        connection.domains((domain, stats) -> {
            DomainXml xml = domain.xml();
            Optional<InstanceId> id = listing.id(host, xml);
            id.ifPresent(name -> {
                DomainState state = domain.state();
                boolean persistent = domain.persistent();
                Map<String, ByteSize> sizes = Volumes.sizes(stats);
                definitions.add(new KeptDefinition(
                        name,
                        xml.uuid(),
                        host,
                        state.instanceState(),
                        persistent,
                        sizes,
                        domain.definitionText(),
                        asked));
                instances.add(listing.shown(name, host, xml, state, persistent, sizes));
            });
            return id;
        });
        HostFacts facts = connection.facts();
        return new HostListing(
                new KeptHost(host, facts.cpus(), facts.memory(), facts.cpuModel(), asked, definitions), instances);
    }
}
