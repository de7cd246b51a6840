package org.migrationrunbooks.platform.libvirt;

import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.platform.Sighting;

/**
 * A domain as one host shows it, read in an order that is safe to conclude from: the job before the state, so that a state read
 * without a job is the state after the job.
 *
 * @param job the running job of this host
 * @param arriving whether a migration to this host is under way
 */
record DomainView(DomainXml xml, DomainState state, JobStats job, boolean arriving) {

    static DomainView of(Domain domain) {
        boolean arriving = false;
        JobStats job = JobStats.NONE;
        try {
            job = domain.jobs().running();
        } catch (LibvirtException e) {
            switch (e.code()) {
                // "migration statistics are available only on the source host": the answer of a destination
                case LibvirtException.OPERATION_UNSUPPORTED -> arriving = true;
                // not running, or a hypervisor without jobs
                case LibvirtException.OPERATION_INVALID, LibvirtException.NO_SUPPORT -> {}
                default -> throw e;
            }
        }
        DomainState state = domain.state();
        return new DomainView(domain.xml(), state, job, arriving);
    }

    String uid() {
        return xml.uuid();
    }

    boolean marked(OperationKey key) {
        return xml.mark().map(OperationMark::key).filter(key::equals).isPresent();
    }

    boolean active() {
        return state.active();
    }

    RelocationNote relocation() {
        return xml.relocation();
    }

    /** Whether it is the copy of this epoch. */
    boolean copyOf(String epoch) {
        return epoch.equals(relocation().epoch());
    }

    InstanceState instanceState() {
        return state.instanceState();
    }

    /** Whether a migration away from this host is under way. */
    boolean leaving() {
        return job.running() && job.outgoingMigration();
    }

    Sighting sighting(HostId host) {
        return new Sighting(
                host,
                uid(),
                instanceState(),
                arriving && instanceState() == InstanceState.PAUSED,
                leaving() || arriving,
                xml.mark().map(OperationMark::key).orElse(null));
    }
}
