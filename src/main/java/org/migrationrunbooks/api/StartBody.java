package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.runbook.StartRequest;

/**
 * What somebody asks for.
 *
 * @param platform may be left out where one platform only has an instance of that name
 * @param instance of the runbooks that move one; left out of those about a host
 * @param host of the runbooks about a host; left out of those that move an instance
 * @param destination left out for the best host
 * @param reason goes to the approver and into the audit
 * @param allowPostCopy whether the instance may be switched over before its memory has arrived, even if it is not labelled so
 * @param allowAutoConverge whether the guest may be slowed down, even if it is not labelled so
 * @param maxDowntimeMillis how long the instance may stand still at switch-over; left out for its own limit or the default
 * @param allowHardStop whether the power may be taken from an instance that does not shut down for a cold migration
 * @param rebuildFromImage of an evacuation: instances that may be rebuilt from their images although that loses what was written to
 *     their disks
 * @param bandwidth what the transfer may use, as {@code "500Mbit"}, {@code "60MB"} or a number of bytes per second; left out for
 *     the whole link
 */
@Schema(example = "{\"instance\": \"web-1\", \"reason\": \"Kernel update of node-a\"}")
record StartBody(
        @Nullable @Size(max = NAME, message = NAME_TOO_LONG) String platform,
        @Nullable @Size(max = NAME, message = NAME_TOO_LONG) String instance,
        @Nullable @Size(max = NAME, message = NAME_TOO_LONG) String host,
        @Nullable @Size(max = NAME, message = NAME_TOO_LONG) String destination,
        @Nullable @Size(max = TEXT, message = TEXT_TOO_LONG) String reason,
        @Nullable Boolean allowPostCopy,
        @Nullable Boolean allowAutoConverge,
        @Nullable @Min(value = 1, message = DOWNTIME) @Max(value = HOUR, message = DOWNTIME) Long maxDowntimeMillis,
        @Nullable Boolean allowHardStop,
        @Nullable @Size(max = MANY, message = TOO_MANY) List<@NotBlank(message = BLANK) String> rebuildFromImage,
        @Nullable DataRate bandwidth) {

    static final int TEXT = 2000;
    static final String TEXT_TOO_LONG = "has at most 2000 characters";

    private static final int MANY = 1000;
    private static final String TOO_MANY = "has at most 1000 names";
    private static final String BLANK = "is blank";
    static final int NAME = 255;
    static final String NAME_TOO_LONG = "has at most 255 characters";
    private static final long HOUR = 3_600_000;
    private static final String DOWNTIME = "is 1 to 3600000";

    StartRequest request() {
        return new StartRequest(
                platform,
                instance,
                host,
                destination,
                reason,
                allowPostCopy,
                allowAutoConverge,
                maxDowntimeMillis,
                allowHardStop,
                rebuildFromImage,
                bandwidth);
    }
}
