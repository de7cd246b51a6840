package org.migrationrunbooks.runbook.operations;

/**
 * How a long operation tells its model that it did not do what it was to do.
 *
 * @param error the code of the BPMN error, caught in the model
 * @param message what happened and what state things are in, for the person at the gate
 */
record StepFailure(String error, String message) {

    /** What the engine's text column takes. */
    private static final int LONGEST = 3500;

    StepFailure {
        message = message.substring(0, Math.min(LONGEST, message.length()));
    }
}
