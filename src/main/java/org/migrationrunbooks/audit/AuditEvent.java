package org.migrationrunbooks.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * Something that happened and has to be provable later.
 *
 * @param code stable; what auditors filter by
 * @param actor the person's login name, or {@link #SYSTEM}
 * @param runbook the run it belongs to; null for what belongs to none, such as a failed login
 * @param subject what it was about: {@code platform/instance}, {@code platform/host}, a task, a path
 * @param reason why, in the actor's words or ours; null where nobody gave one
 * @param details further facts by name, small; never secrets
 */
public record AuditEvent(
        AuditCode code,
        String actor,
        @Nullable RunbookId runbook,
        String subject,
        @Nullable String reason,
        Map<String, String> details) {

    /** The actor of what the application did by itself. */
    public static final String SYSTEM = "system";

    public AuditEvent {
        details = Map.copyOf(details);
    }
}
