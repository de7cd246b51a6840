package org.migrationrunbooks.audit;

/** What can stand in the audit. Codes are stable: they may be added, never renamed or removed. */
public enum AuditCode {
    /** Somebody asked for a runbook and it was accepted. */
    RUNBOOK_REQUESTED,
    /** A request was turned down and changed nothing. */
    RUNBOOK_REFUSED,
    /** The engine began to work on a run. */
    PROCESS_STARTED,
    /** The engine has no more to do for a run, whatever the outcome. */
    PROCESS_ENDED,
    /** A run came to its end; the details name the outcome. */
    RUNBOOK_ENDED,
    /** The runbook took an instance or host for itself. */
    CLAIM_TAKEN,
    CLAIM_RELEASED,
    /** Destination, strategy and forecast were decided; the details carry the plan hash. */
    PLAN_RECORDED,
    /** What was planned no longer holds and is planned again. */
    PLAN_DRIFTED,
    APPROVAL_REQUESTED,
    APPROVAL_GRANTED,
    APPROVAL_REFUSED,
    /** A lone person went ahead with a plan that others have not approved; an auditor has to look at it. */
    GLASS_BROKEN,
    /** Those who may approve were reminded before it is overdue. */
    APPROVAL_REMINDED,
    /** Nobody decided in time. */
    APPROVAL_ESCALATED,
    APPROVAL_TIMED_OUT,
    CAPACITY_RESERVED,
    CAPACITY_RELEASED,
    /** Committed before a call that changes something on a platform. */
    OPERATION_INTENDED,
    OPERATION_ACCEPTED,
    OPERATION_FOUND_AGAIN,
    OPERATION_ESCALATED,
    OPERATION_CANCEL_REQUESTED,
    OPERATION_CANCELLED,
    OPERATION_COMPLETED,
    OPERATION_FAILED,
    /** What a migration left on a host's disks could not be removed; the reason names it. */
    DISKS_LEFT_BEHIND,
    /** The answer of a platform did not come or made no sense; nothing is assumed. */
    OPERATION_UNKNOWN,
    /** The instance was read at its destination and found well, or not. */
    VERIFICATION_PASSED,
    VERIFICATION_FAILED,
    /** A host was read from several sides, before it is taken for failed. */
    HOST_FAILURE_READ,
    /** A fencing device was asked, and what it told; the details carry the power state that was read back. */
    HOST_POWER_READ,
    /** A fencing device read a host as off whose hypervisor still answered; its word did not count. */
    HOST_POWER_DOUBTED,
    /** A person said that a host is off, which no device could tell. */
    HOST_ATTESTED_OFF,
    /** A host may not run anything until it has returned to service. */
    HOST_QUARANTINED,
    /** A host is as its platform says again. */
    HOST_RETURNED,
    /** An evacuation ended another run, which could not go on without the host, and took its instance over. */
    RUNBOOK_TAKEN_OVER,
    /** An auditor looked at a run that has ended, and said whether it was as it has to be. */
    RUNBOOK_SIGNED_OFF,
    /** Somebody took the record of a run away, as a file. */
    RECORD_EXPORTED,
    /** A person decided how to go on. */
    DECISION_TAKEN,
    /** A person claimed a task, gave it back, or it was given to somebody. */
    TASK_ASSIGNED,
    TASK_COMPLETED,
    STEP_STARTED,
    STEP_ENDED,
    /** Retries of a step are spent. */
    INCIDENT_RAISED,
    INCIDENT_RESOLVED,
    /** Somebody acted on the engine itself: retries raised, an instance cancelled or suspended, a job forced. */
    ENGINE_CHANGED_BY_HAND,
    /** Process models were deployed; the details carry release and hash. */
    PROCESSES_DEPLOYED,
    LOGIN_FAILED,
    /** So many wrong passwords came for a person that none counts any more, until somebody unlocks the person. */
    LOGIN_LOCKED,
    LOGIN_UNLOCKED,
    /** A person set the own password. */
    PASSWORD_CHANGED,
    /** Somebody else set a person's password, also the first one. */
    PASSWORD_GIVEN,
    ACCESS_REFUSED,
    /** A host would have started a managed instance by itself and does not any more; it is noted with the instance. */
    AUTOSTART_TAKEN_OFF,
    /** A failure was asked of a simulated platform. */
    FAULT_INJECTED,
    /** From here on no new operation begins. */
    BRAKE_ENGAGED,
    BRAKE_RELEASED,
    /** So many hosts fell silent together that our own network is the suspect. */
    HOST_STORM_BEGAN,
    HOST_STORM_ENDED,
    /** A host has been silent for long, and the host monitor leaves it to people; the details say why. */
    EVACUATION_WITHHELD
}
