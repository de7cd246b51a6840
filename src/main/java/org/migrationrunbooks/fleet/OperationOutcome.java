package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a long action ended, as read from the platform after the end, not as hoped. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OperationOutcome.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = OperationOutcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = OperationOutcome.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = OperationOutcome.Unknown.class, name = "unknown")
})
public sealed interface OperationOutcome {

    /**
     * The instance is at the destination and nowhere else.
     *
     * @param totalTime measured by the platform where it measures, else between our readings
     * @param downtime how long the instance stood still, as the platform measured; null where it does not tell
     */
    record Completed(HostId host, Duration totalTime, @Nullable Duration downtime) implements OperationOutcome {}

    /**
     * It ended without its effect.
     *
     * @param reason in the platform's words
     * @param host where the instance was read to be afterwards
     * @param state what it does there
     */
    record Failed(String reason, HostId host, InstanceState state) implements OperationOutcome {}

    /** It was stopped on request; the instance was read to run at {@code host}. */
    record Cancelled(HostId host, InstanceState state) implements OperationOutcome {}

    /**
     * Nobody can say: an answer did not come, or the answers contradict each other. Holds the claim until positive evidence or a
     * person's decision.
     */
    record Unknown(String reason) implements OperationOutcome {}
}
