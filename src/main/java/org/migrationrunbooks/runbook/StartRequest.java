package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;

/**
 * What somebody asks for; also the body of {@code POST /api/v1/runbooks/{kind}}.
 *
 * @param platform may be left out where the instance's name is known to one platform only
 * @param instance to be moved; null where a host is meant
 * @param host that the runbook is about; null where an instance is meant
 * @param destination null for the best host
 * @param reason why, in the requester's words; goes to the approver and into the audit
 * @param allowPostCopy whether the instance may be switched over before its memory has arrived, even if it is not labelled so
 * @param allowAutoConverge whether the guest may be slowed down, even if it is not labelled so
 * @param maxDowntimeMillis how long the instance may stand still; null for the instance's own limit or the default
 * @param allowHardStop whether the power may be taken from an instance that does not shut down for a cold migration
 * @param rebuildFromImage of an evacuation: the instances that may be rebuilt from their images although that loses what was
 *     written to their disks; null for none
 * @param bandwidth what the transfer may use, for example {@code 500Mbit}; null for the whole link
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StartRequest(
        @Nullable String platform,
        @Nullable String instance,
        @Nullable String host,
        @Nullable String destination,
        @Nullable String reason,
        @Nullable Boolean allowPostCopy,
        @Nullable Boolean allowAutoConverge,
        @Nullable Long maxDowntimeMillis,
        @Nullable Boolean allowHardStop,
        @Nullable List<String> rebuildFromImage,
        @Nullable DataRate bandwidth) {

    /** A request about one instance, with nothing allowed beyond the usual. */
    public static StartRequest ofInstance(
            @Nullable String platform, String instance, @Nullable String destination, String reason) {
        return new StartRequest(platform, instance, null, destination, reason, null, null, null, null, null, null);
    }

    /** A request about a host. */
    public static StartRequest ofHost(@Nullable String platform, String host, String reason) {
        return new StartRequest(platform, null, host, null, reason, null, null, null, null, null, null);
    }

    /** The instances that were asked for by name to be rebuilt from their images. */
    public Set<String> fromImage() {
        return rebuildFromImage == null ? Set.of() : Set.copyOf(rebuildFromImage);
    }

    public boolean hardStopAllowed() {
        return Boolean.TRUE.equals(allowHardStop);
    }

    public boolean postCopyAllowed() {
        return Boolean.TRUE.equals(allowPostCopy);
    }

    public boolean autoConvergeAllowed() {
        return Boolean.TRUE.equals(allowAutoConverge);
    }
}
