package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The named ends of a run; each end event of a model stands for one of them, and its code is the process variable. */
public enum Ending {
    MIGRATED(RunbookState.COMPLETED, "The instance runs at the destination and nowhere else."),
    MIGRATED_UNVERIFIED(
            RunbookState.COMPLETED,
            "The instance is at the destination; a person accepted it without a passed verification."),
    REFUSED(RunbookState.FAILED, "The migration cannot be done now; the instance was left where it was."),
    REJECTED(RunbookState.REJECTED, "An approver rejected the plan; it was not carried out."),
    APPROVAL_TIMED_OUT(RunbookState.REJECTED, "Nobody approved the plan in time; it was not carried out."),
    CANCELLED(RunbookState.CANCELLED, "Cancelled on request; the instance was not moved."),
    GIVEN_UP(
            RunbookState.ROLLED_BACK,
            "A person gave the migration up; the instance was read to be in one place, and not at the destination."),
    EVACUATED(
            RunbookState.COMPLETED,
            "The host is off and quarantined; everything that was to be rebuilt runs elsewhere."),
    EVACUATED_IN_PART(
            RunbookState.COMPLETED,
            "The host is off and quarantined; not everything that was to be rebuilt runs elsewhere, as decided by people."),
    HOST_NOT_FAILED(
            RunbookState.FAILED, "The host was not taken for failed; nothing was switched and nothing rebuilt."),
    EVACUATION_CANCELLED(RunbookState.CANCELLED, "Cancelled on request; nothing was switched and nothing rebuilt."),
    EVACUATION_GIVEN_UP(
            RunbookState.FAILED,
            "A person gave the evacuation up, since the host could not be proved to be off; nothing was rebuilt."),
    RETURNED(
            RunbookState.COMPLETED,
            "The host is in service again; nothing is left on it of what was rebuilt elsewhere."),
    RETURN_REFUSED(RunbookState.FAILED, "The host was not returned to service; nothing was switched."),
    RETURN_GIVEN_UP(
            RunbookState.FAILED, "The host was not returned to service: a person gave it up; it is quarantined still."),
    RETURN_REJECTED(
            RunbookState.REJECTED,
            "An approver rejected the removal of what was left on the host; it is switched off and quarantined still."),
    RETURN_CANCELLED(RunbookState.CANCELLED, "Cancelled on request; the host is quarantined still."),
    RETURN_UNSAFE(
            RunbookState.FAILED,
            "The host had started an instance that runs elsewhere; it was switched off at once and is quarantined still."),
    REBUILT(RunbookState.COMPLETED, "The instance was rebuilt and runs at the destination."),
    REBUILT_UNVERIFIED(
            RunbookState.COMPLETED, "The instance was rebuilt; a person accepted it without a passed verification."),
    NOT_REBUILT(RunbookState.FAILED, "A person gave the rebuild up; the instance was read not to run."),
    REBUILD_CANCELLED(RunbookState.CANCELLED, "Cancelled on request; the instance was not rebuilt."),
    TAKEN_OVER(
            RunbookState.FAILED,
            "An evacuation took the instance over, since this run could not go on without the host that failed."),
    DELETED_BY_HAND(RunbookState.FAILED, "The process was deleted in the engine; what ran was stopped and read again.");

    private final RunbookState state;
    private final String detail;

    Ending(RunbookState state, String detail) {
        this.state = state;
        this.detail = detail;
    }

    public RunbookState state() {
        return state;
    }

    /** What happened and what state things are in. */
    public String detail() {
        return detail;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The ending with this code.
     *
     * @throws IllegalArgumentException for a code that {@link #code()} never gives
     */
    public static Ending of(String code) {
        return Arrays.stream(values())
                .filter(ending -> ending.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such ending: '" + code + "'"));
    }
}
