package org.migrationrunbooks.platform.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;

/** What may be done to a running migration: all of it is asked of the source. */
final class MigrationControl {

    /** A single escalation doubles the downtime; all of them together go no further than this times what was asked for. */
    private static final int FURTHEST = 8;

    private final LibvirtHosts hosts;
    private final Transfers transfers;

    MigrationControl(LibvirtHosts hosts, Transfers transfers) {
        this.hosts = hosts;
        this.transfers = transfers;
    }

    CancelResult cancel(MigrationHandle handle, EffectGuard guard) {
        LibvirtHost source = source(handle);
        Optional<DomainView> running = leaving(handle);
        if (running.isEmpty()) {
            return CancelResult.NOTHING_TO_CANCEL;
        }
        if (running.get().state().inPostCopy() || running.get().state().postCopyFailed()) {
            return CancelResult.TOO_LATE;
        }
        guard.beforeEffect();
        CancelResult result = source.link()
                .change(connection -> connection.domain(name(handle), MigrationControl::abort))
                .orElse(CancelResult.NOTHING_TO_CANCEL);
        if (result == CancelResult.REQUESTED) {
            transfers.find(handle.command().key()).ifPresent(Transfer::cancelRequested);
        }
        return result;
    }

    private static CancelResult abort(Domain domain) {
        try {
            domain.jobs().abort();
            return CancelResult.REQUESTED;
        } catch (LibvirtException e) {
            if (e.code() != LibvirtException.OPERATION_INVALID) {
                throw e;
            }
            // Either nothing runs any more, or post-copy has begun since we looked.
            return domain.jobs().running().running() ? CancelResult.TOO_LATE : CancelResult.NOTHING_TO_CANCEL;
        }
    }

    List<Escalation> escalations(MigrationHandle handle) {
        Optional<DomainView> running = leaving(handle);
        if (running.isEmpty()
                || running.get().state().haltedForMigration()
                || running.get().state().inPostCopy()) {
            return List.of();
        }
        MigrationRequest request = handle.command().request();
        List<Escalation> escalations = new ArrayList<>();
        source(handle)
                .link()
                .ask(connection ->
                        connection.domain(name(handle), domain -> domain.jobs().maxDowntime()))
                .map(now -> now.multipliedBy(2))
                .filter(doubled -> doubled.compareTo(request.maxDowntime().multipliedBy(FURTHEST)) <= 0)
                .ifPresent(doubled -> escalations.add(new Escalation.RaiseMaxDowntime(doubled)));
        // libvirt refuses it while disks are copied
        if (request.strategy().postCopy() && running.get().job().sending()) {
            escalations.add(new Escalation.SwitchToPostCopy());
        }
        return escalations;
    }

    void escalate(MigrationHandle handle, Escalation escalation, EffectGuard guard) {
        LibvirtHost source = source(handle);
        Optional<DomainView> running = leaving(handle);
        if (running.isEmpty() || running.get().state().inPostCopy()) {
            return; // it has ended, or there is nothing left to raise
        }
        guard.beforeEffect();
        if (escalation instanceof Escalation.RaiseMaxDowntime raise) {
            apply(source, handle, domain -> domain.jobs().maxDowntime(raise.maxDowntime()));
        } else if (escalation instanceof Escalation.SwitchToPostCopy
                && running.get().job().sending()) {
            apply(source, handle, domain -> domain.jobs().switchToPostCopy());
        }
    }

    private static void apply(LibvirtHost source, MigrationHandle handle, Consumer<Domain> effect) {
        source.link()
                .change(connection -> connection.domain(name(handle), domain -> {
                    effect.accept(domain);
                    return true;
                }));
    }

    /** The instance at the source while our migration of it is under way. */
    private Optional<DomainView> leaving(MigrationHandle handle) {
        return source(handle)
                .view(name(handle))
                .filter(view -> view.uid().equals(handle.command().baseline().uid()))
                .filter(view -> view.marked(handle.command().key()))
                .filter(DomainView::leaving);
    }

    private LibvirtHost source(MigrationHandle handle) {
        return hosts.get(handle.command().request().from());
    }

    private static String name(MigrationHandle handle) {
        return handle.command().request().instance().name();
    }
}
