package org.migrationrunbooks.platform.libvirt;

import java.util.Optional;
import java.util.function.Consumer;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.AnswerLostException;
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

    /**
     * Has the host change a domain.
     *
     * @return what it said where it would not; empty where it did
     * @throws PlatformUnreachableException where it certainly was not asked
     * @throws AnswerLostException where it may have been
     */
    Optional<String> attempt(String domain, Consumer<Domain> change) {
        return attempt(connection -> {
            boolean there = connection
                    .domain(domain, found -> {
                        change.accept(found);
                        return true;
                    })
                    .orElse(false);
            if (!there) {
                throw new LibvirtException(LibvirtException.NO_DOMAIN, "it has no domain " + domain + " any more");
            }
        });
    }

    /** As above, with the whole connection. */
    Optional<String> attempt(Consumer<Connection> change) {
        return link.change(connection -> {
            try {
                change.accept(connection);
                return Optional.empty();
            } catch (LibvirtException e) {
                if (!connection.alive()) {
                    throw e; // not the host's answer
                }
                return Optional.of("host %s: %s".formatted(id, e.getMessage()));
            }
        });
    }

    /** What a host said when asked for an instance. */
    sealed interface Reading {

        record Seen(DomainView view) implements Reading {}

        record Absent() implements Reading {}

        record Silent(PlatformUnreachableException problem) implements Reading {}
    }
}
