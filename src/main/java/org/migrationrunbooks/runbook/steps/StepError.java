package org.migrationrunbooks.runbook.steps;

/** The BPMN errors that steps throw; each is caught in the model. */
enum StepError {
    /**
     * Nothing can be started: another run has the instance or a host, the instance is gone, stopped or moved by somebody else, or no
     * host takes it.
     */
    MigrationRefused,
    /** What was planned, and perhaps approved, no longer holds. */
    PlanDrifted,
    /** Nothing was switched yet, and nothing will be: the host answers, another run has it, or a person asked to stop. */
    RunStopped,
    /** A host that has power does not answer. */
    HostSilent,
    /** A host that returns runs what runs elsewhere. */
    RunsTwice,
    /** Something is in the way that a person has to mend first; nothing was started. */
    TaskFailed,
    /** The destination of a rebuild does not take the instance, or no host does. */
    DestinationRefused,
    VerificationFailed,
    /** The instance was not seen in exactly one place. */
    WhereaboutsUnclear
}
