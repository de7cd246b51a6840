package org.migrationrunbooks.platform.libvirt;

import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.platform.KeptDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an instance of a definition, whether a host shows it now or it was kept. */
final class InstanceListing {

    private static final Logger log = LoggerFactory.getLogger(InstanceListing.class);

    private final String platform;
    private final LibvirtSettings settings;

    InstanceListing(String platform, LibvirtSettings settings) {
        this.platform = platform;
        this.settings = settings;
    }

    /** The name as everybody uses it; empty where it cannot be used, so that the domain is left out. */
    Optional<InstanceId> id(HostId host, DomainXml xml) {
        try {
            return Optional.of(new InstanceId(platform, xml.name()));
        } catch (IllegalArgumentException e) {
            log.warn("Host {} has a domain that is left out: {}", host, e.getMessage());
            return Optional.empty();
        }
    }

    /** What a host shows now. */
    Listed shown(
            InstanceId id,
            HostId host,
            DomainXml xml,
            DomainState state,
            boolean persistent,
            Map<String, ByteSize> sizes) {
        return new Listed(
                instance(id, host, xml, state.instanceState(), sizes),
                xml.volumes(),
                xml.relocation(),
                true,
                persistent);
    }

    /** What a host that is silent now told last: what was on may run or not, what was off was off. */
    Listed kept(KeptDefinition kept) {
        DomainXml xml = DomainXml.parse(kept.definition());
        InstanceState state =
                switch (kept.state()) {
                    case RUNNING, PAUSED, UNKNOWN -> InstanceState.UNKNOWN;
                    case STOPPED, CRASHED -> kept.state();
                };
        return new Listed(
                instance(kept.instance(), kept.host(), xml, state, kept.sizes()),
                xml.volumes(),
                xml.relocation(),
                false,
                kept.persistent());
    }

    private Instance instance(
            InstanceId id, HostId host, DomainXml xml, InstanceState state, Map<String, ByteSize> sizes) {
        InstanceNotes notes = xml.notes();
        return new Instance(
                id,
                xml.uuid(),
                host,
                state,
                xml.cpus(),
                xml.memory(),
                MemoryLoad.UNKNOWN,
                notes.maxDowntime() != null ? notes.maxDowntime() : settings.maxDowntime(),
                notes.antiAffinity(),
                notes.priority(),
                notes.labels(),
                Volumes.of(xml, sizes, settings.sharedFolders()));
    }
}
