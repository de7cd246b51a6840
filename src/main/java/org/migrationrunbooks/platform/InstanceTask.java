package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/**
 * Something to be brought about with one instance that does not run meanwhile. Each task is named by the state in which it ends, so
 * that asking twice has the effect once, and what is true can always be read.
 *
 * <p>A copy of an instance at another host carries an <em>epoch</em>, a name that no other copy ever has. What starts or removes a
 * copy names its epoch, so that a request which arrives late meets nothing to act on.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InstanceTask.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = InstanceTask.Relocate.class, name = "relocate"),
    @JsonSubTypes.Type(value = InstanceTask.Boot.class, name = "boot"),
    @JsonSubTypes.Type(value = InstanceTask.ReleaseSource.class, name = "release-source"),
    @JsonSubTypes.Type(value = InstanceTask.DiscardCopy.class, name = "discard-copy"),
    @JsonSubTypes.Type(value = InstanceTask.Rebuild.class, name = "rebuild"),
    @JsonSubTypes.Type(value = InstanceTask.RemoveLeftover.class, name = "remove-leftover")
})
public sealed interface InstanceTask {

    /** The name of the task in REST and audit. */
    String code();

    InstanceId instance();

    /** Where the instance is to be when the task is done; for what removes something, the host from which it is removed. */
    HostId host();

    /**
     * The instance is off at the host, or the host has nothing of it; it may run elsewhere.
     *
     * @param hard whether the power is taken away, instead of asking the guest to shut down; loses what the guest has not written
     */
    record Stop(InstanceId instance, HostId host, boolean hard) implements InstanceTask {
        @Override
        public String code() {
            return "stop";
        }
    }

    /**
     * The destination has everything that belongs to the stopped instance: the volumes that are not shared, compared by checksum,
     * and the definition, which is off and does not start by itself. The source keeps all of it. Goes on where an earlier attempt of
     * the same epoch stopped.
     *
     * @param bandwidth what the copies may use of the link; null for all of it
     */
    record Relocate(InstanceId instance, HostId from, HostId to, String epoch, @Nullable DataRate bandwidth)
            implements InstanceTask {
        @Override
        public String code() {
            return "relocate";
        }

        @Override
        public HostId host() {
            return to;
        }
    }

    /**
     * The instance runs at the host.
     *
     * @param epoch of the copy that is to run; null for the instance that was not copied
     */
    record Boot(InstanceId instance, HostId host, @Nullable String epoch) implements InstanceTask {
        @Override
        public String code() {
            return "boot";
        }
    }

    /**
     * The source has nothing of the instance any more: neither the definition nor volumes that only it reached. Refused unless the
     * source is off and the copy of this epoch is complete at {@code to}, running or not.
     */
    record ReleaseSource(InstanceId instance, HostId from, HostId to, String epoch) implements InstanceTask {
        @Override
        public String code() {
            return "release-source";
        }

        @Override
        public HostId host() {
            return from;
        }
    }

    /**
     * The host has nothing of this copy any more. The copy has to be off; a shared volume is never touched. Also makes sure that a
     * {@link Boot} of this epoch which is still on its way has no effect.
     */
    record DiscardCopy(InstanceId instance, HostId host, String epoch) implements InstanceTask {
        @Override
        public String code() {
            return "discard-copy";
        }
    }

    /**
     * The instance, whose host is known to be off, runs at the destination from its shared volumes. The caller has the evidence
     * that the host is off; the platform refuses where it can see that the instance still runs.
     *
     * @param fromImage whether volumes of which the only copy is on the dead host are made anew from the instance's image, which
     *     loses what was written to them; without it such an instance is refused
     */
    record Rebuild(InstanceId instance, HostId dead, HostId to, String epoch, boolean fromImage)
            implements InstanceTask {

        /** A rebuild that keeps everything that was written. */
        public Rebuild(InstanceId instance, HostId dead, HostId to, String epoch) {
            this(instance, dead, to, epoch, false);
        }

        @Override
        public String code() {
            return "rebuild";
        }

        @Override
        public HostId host() {
            return to;
        }
    }

    /** The host has no definition of the instance, which was rebuilt elsewhere. Never touches a shared volume. */
    record RemoveLeftover(InstanceId instance, HostId host) implements InstanceTask {
        @Override
        public String code() {
            return "remove-leftover";
        }
    }
}
