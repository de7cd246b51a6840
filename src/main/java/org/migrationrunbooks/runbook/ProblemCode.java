package org.migrationrunbooks.runbook;

/** Every way in which a request can be turned down. Codes are stable; the status is the HTTP status of the answer. */
public enum ProblemCode {
    RUNBOOK_UNKNOWN(404),
    RUNBOOK_KIND_UNKNOWN(404),
    PLATFORM_UNKNOWN(404),
    INSTANCE_UNKNOWN(404),
    HOST_UNKNOWN(404),
    REQUEST_INVALID(400),
    RUNBOOK_UNSUPPORTED(422),
    DECISION_UNKNOWN(422),
    INSTANCE_AMBIGUOUS(422),
    INSTANCE_OPTED_OUT(422),
    INSTANCE_NOT_RUNNING(409),
    INSTANCE_NOT_MOVABLE(409),
    INSTANCE_IN_MIGRATION(409),
    INSTANCE_ON_SEVERAL_HOSTS(409),
    HOST_AMBIGUOUS(422),
    HOST_OPTED_OUT(422),
    HOST_QUARANTINED(409),
    HOST_NOT_FAILED(409),
    HOST_MISNAMED(422),
    NOTHING_TO_ATTEST(409),
    ALREADY_ATTESTED(409),
    SIGN_OF_LIFE(409),
    TOO_LATE_TO_CANCEL(409),
    TARGET_CLAIMED(409),
    IDEMPOTENCY_KEY_REUSED(422),
    DESTINATION_UNKNOWN(422),
    DESTINATION_IS_SOURCE(422),
    DESTINATION_REFUSED(409),
    NO_DESTINATION(409),
    NOTHING_TO_DECIDE(409),
    OWN_REQUEST(403),
    PLAN_CHANGED(409),
    ALREADY_DECIDED(409),
    NOTHING_TO_RETRY(409),
    ALREADY_ENDED(409),
    BRAKE_ENGAGED(409),
    PLATFORM_UNREACHABLE(503);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
