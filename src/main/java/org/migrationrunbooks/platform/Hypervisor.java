package org.migrationrunbooks.platform;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.MemoryLoad;

/**
 * The port to what runs instances. Every call is bounded in time by the adapter. Questions throw {@link
 * PlatformUnreachableException} when no answer came; calls that change something throw {@link AnswerLostException} when the request
 * may have arrived, which means <em>unknown</em>. How the calls map to libvirt, Nova, vSphere and Hyper-V is sketched in
 * {@code src/docs/ports.md}.
 *
 * <p>The order of a migration is: {@link #find}, and only where the answer is {@link Trace.NotStarted}: {@link #start}; then
 * {@link #status} until it has ended.
 */
public interface Hypervisor {

    Capabilities capabilities();

    /** Hosts and instances as the platform lists them now. Hosts that do not answer are listed as down. */
    FleetSnapshot inventory();

    /**
     * Asks every host that could have the instance, and answers what each said.
     *
     * @return every sighting, also two at once while a migration is under way; empty sightings with no silent host mean that the
     *     instance does not exist
     */
    Whereabouts whereabouts(InstanceId instance);

    /**
     * Measures how fast the instance writes its memory, or tells what was declared; takes up to a few seconds and slows the guest
     * at most slightly.
     *
     * @throws UnknownInstanceException where the platform has no such instance
     */
    MemoryLoad measureLoad(InstanceId instance);

    /**
     * Checks one migration without changing anything.
     *
     * @return <em>every</em> blocker, not only the first
     */
    PreflightReport preflight(MigrationRequest request);

    /**
     * What is read before the intent is recorded, so that an operation of ours can be told from earlier ones.
     *
     * @throws UnknownInstanceException where the platform has no such instance
     */
    Baseline baseline(InstanceId instance);

    /**
     * Looks for the operation of this command, whether it runs or has ended.
     *
     * @see Trace
     */
    Trace find(MigrationCommand command);

    /**
     * Marks the instance with the operation's key, waits for the answer to that, then starts the migration and returns as soon as
     * the platform has accepted it. The order matters: an instance without the mark was never asked to move.
     *
     * @param guard asked before the mark and again before the start
     * @throws AnswerLostException where the start may have been accepted
     * @throws PlatformUnreachableException where it certainly was not
     */
    StartResult start(MigrationCommand command, EffectGuard guard);

    /**
     * How far the migration is, or how it ended. An ended migration is answered from both hosts, read again.
     *
     * @throws PlatformUnreachableException where the platform did not answer; says nothing about the migration
     */
    MigrationStatus status(MigrationHandle handle);

    /**
     * Removes what an ended migration that copied disks has left where it does not belong: the source's volumes of one that
     * succeeded, the copies of one that did not. To be called when {@link #status} has told the end, since both hosts are read
     * again; where they do not agree that it has ended, nothing is removed. Idempotent.
     *
     * @return what is left and why, in the platform's words; empty where nothing is
     * @throws PlatformUnreachableException where a host that has to be asked does not answer; it can be called again
     * @throws AnswerLostException where something may have been removed and no answer came; it can be called again
     */
    default Optional<String> clearAway(MigrationHandle handle, EffectGuard guard) {
        return Optional.empty();
    }

    /**
     * Asks the platform to stop the transfer; the answer tells only that it was asked, {@link #status} tells what came of it.
     * Where another connection asked, a platform may tell only that the transfer failed. Idempotent.
     */
    CancelResult cancel(MigrationHandle handle, EffectGuard guard);

    /** The escalations that this migration's flag set still allows now, mildest first. */
    List<Escalation> escalations(MigrationHandle handle);

    /** Applies an escalation. Idempotent. */
    void escalate(MigrationHandle handle, Escalation escalation, EffectGuard guard);
}
