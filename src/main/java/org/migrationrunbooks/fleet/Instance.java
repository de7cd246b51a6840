package org.migrationrunbooks.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance (virtual machine) as its platform describes it.
 *
 * @param uid the platform's immutable identity (libvirt and Nova: UUID), so that a new instance of the same name is not taken for
 *     the old one
 * @param host where the platform says it is
 * @param load what is known of how fast it writes its memory
 * @param maxDowntime how long it may stand still at switch-over; null leaves it to the configuration
 * @param antiAffinity name of the group whose members are kept on different hosts; null for none
 * @param priority higher goes first
 */
public record Instance(
        InstanceId id,
        String uid,
        HostId host,
        InstanceState state,
        int cpus,
        ByteSize memory,
        MemoryLoad load,
        @Nullable Duration maxDowntime,
        @Nullable String antiAffinity,
        int priority,
        Map<String, String> labels,
        List<Volume> volumes) {

    /** Label that lets a runbook use post-copy for this instance: {@code post-copy=allowed}. */
    public static final String POST_COPY_LABEL = "post-copy";

    /** Label that lets a runbook slow this instance down until its memory has followed: {@code auto-converge=allowed}. */
    public static final String AUTO_CONVERGE_LABEL = "auto-converge";

    /** Label that names the image from which private volumes can be made anew: {@code image=debian-12}. */
    public static final String IMAGE_LABEL = "image";

    /** Label with which operators keep an instance or a host out of every runbook: {@code runbooks=opt-out}. */
    public static final String OPT_OUT_LABEL = "runbooks";

    public Instance {
        labels = Map.copyOf(labels);
        volumes = List.copyOf(volumes);
    }

    /** The same instance in another state. */
    public Instance in(InstanceState other) {
        return new Instance(
                id, uid, host, other, cpus, memory, load, maxDowntime, antiAffinity, priority, labels, volumes);
    }

    public String name() {
        return id.name();
    }

    public boolean postCopyAllowed() {
        return "allowed".equals(labels.get(POST_COPY_LABEL));
    }

    public boolean autoConvergeAllowed() {
        return "allowed".equals(labels.get(AUTO_CONVERGE_LABEL));
    }

    public boolean optedOut() {
        return "opt-out".equals(labels.get(OPT_OUT_LABEL));
    }

    /** The image from which its private volumes can be made anew, with the loss of what was written to them. */
    public Optional<String> image() {
        return Optional.ofNullable(labels.get(IMAGE_LABEL));
    }

    /** Whether every volume is reachable from other hosts, so that only memory has to be moved. */
    public boolean storageShared() {
        return volumes.stream().allMatch(Volume::shared);
    }

    /** What the volumes hold of which the only copy is on the instance's host. */
    public ByteSize privateBytes() {
        return volumes.stream()
                .filter(volume -> !volume.shared())
                .map(Volume::size)
                .reduce(ByteSize.ZERO, ByteSize::plus);
    }
}
