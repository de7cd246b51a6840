package org.migrationrunbooks.platform.libvirt;

import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** What has to hold on both hosts, read just before, for a start to be attempted. */
final class StartConditions {

    private StartConditions() {}

    /**
     * Why the migration cannot start; empty where it can.
     *
     * @throws PlatformUnreachableException where the source does not answer
     * @throws AnswerLostException where the instance carries the mark of this very operation already
     */
    static Optional<String> refusal(LibvirtHost source, LibvirtHost destination, MigrationCommand command) {
        return atSource(source, command).or(() -> atDestination(destination, command));
    }

    private static Optional<String> atSource(LibvirtHost source, MigrationCommand command) {
        String name = command.request().instance().name();
        Optional<DomainView> seen = source.view(name);
        if (seen.isEmpty()) {
            return Optional.of("host %s has no domain %s".formatted(source.id(), name));
        }
        DomainView view = seen.get();
        if (!view.uid().equals(command.baseline().uid())) {
            return Optional.of("the domain %s of host %s has uuid %s, not %s: it is another instance of that name"
                    .formatted(name, source.id(), view.uid(), command.baseline().uid()));
        }
        if (view.job().running() || view.arriving()) {
            return Optional.of("another job of the domain %s is under way".formatted(name));
        }
        if (view.instanceState() != InstanceState.RUNNING) {
            return Optional.of("the domain %s does not run; it is %s"
                    .formatted(name, view.instanceState().code()));
        }
        if (view.marked(command.key())) {
            throw new AnswerLostException(
                    "the domain %s carries the mark %s already: its migration was asked for before"
                            .formatted(name, command.key()),
                    null);
        }
        return Optional.empty();
    }

    /**
     * A destination that we do not reach is not asked for: the source would try for up to two minutes to connect to it, and cannot
     * be stopped meanwhile. A stopped definition of the same instance is no obstacle, the migration replaces it.
     */
    private static Optional<String> atDestination(LibvirtHost destination, MigrationCommand command) {
        String name = command.request().instance().name();
        try {
            return destination
                    .view(name)
                    .filter(there -> there.state().active()
                            || !there.uid().equals(command.baseline().uid()))
                    .map(there -> "host %s has a domain %s already, %s, with uuid %s"
                            .formatted(
                                    destination.id(),
                                    name,
                                    there.instanceState().code(),
                                    there.uid()));
        } catch (PlatformUnreachableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
