package org.migrationrunbooks.platform.libvirt;

import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** A configured host and the way to it. */
record LibvirtHost(HostId id, LibvirtSettings.HostSettings settings, HostLink link) {

    /** The domain of this name now; empty where the host has none. */
    Optional<DomainView> view(String domain) {
        return link.ask(connection -> connection.domain(domain, DomainView::of));
    }

    /** The domain of this identity now; a host that does not answer is part of the answer. */
    Reading read(String domain, String uid) {
        try {
            return view(domain)
                    .filter(view -> view.uid().equals(uid))
                    .<Reading>map(Reading.Seen::new)
                    .orElseGet(Reading.Absent::new);
        } catch (PlatformUnreachableException e) {
            return new Reading.Silent(e);
        }
    }

    /** What a host said when asked for an instance. */
    sealed interface Reading {

        record Seen(DomainView view) implements Reading {}

        record Absent() implements Reading {}

        record Silent(PlatformUnreachableException problem) implements Reading {}
    }
}
