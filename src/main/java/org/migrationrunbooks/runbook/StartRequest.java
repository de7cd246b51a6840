package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;

/**
 * What somebody asks for; also the body of {@code POST /api/v1/runbooks/{kind}}.
 *
 * @param platform may be left out where the instance's name is known to one platform only
 * @param instance to be moved
 * @param destination null for the best host
 * @param reason why, in the requester's words; goes to the approver and into the audit
 * @param allowPostCopy whether the instance may be switched over before its memory has arrived, even if it is not labelled so
 * @param allowAutoConverge whether the guest may be slowed down, even if it is not labelled so
 * @param maxDowntimeMillis how long the instance may stand still; null for the instance's own limit or the default
 * @param allowHardStop whether the power may be taken from an instance that does not shut down for a cold migration
 * @param bandwidth what the transfer may use, for example {@code 500Mbit}; null for the whole link
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StartRequest(
        @Nullable String platform,
        @Nullable String instance,
        @Nullable String destination,
        @Nullable String reason,
        @Nullable Boolean allowPostCopy,
        @Nullable Boolean allowAutoConverge,
        @Nullable Long maxDowntimeMillis,
        @Nullable Boolean allowHardStop,
        @Nullable DataRate bandwidth) {

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
