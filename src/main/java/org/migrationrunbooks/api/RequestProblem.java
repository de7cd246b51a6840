package org.migrationrunbooks.api;

/**
 * What the API itself turns down, before anybody who decides has seen it; {@link org.migrationrunbooks.runbook.ProblemCode} has
 * the rest. Codes are stable.
 */
enum RequestProblem {
    BODY_MISSING(400),
    /** The body is no JSON. */
    BODY_MALFORMED(400),
    /** The body has a property that nobody would read. */
    PROPERTY_UNKNOWN(400),
    /** The query has a parameter that nobody would read. */
    PARAMETER_UNKNOWN(400),
    /** A property or parameter has a value that it cannot have. */
    VALUE_INVALID(400),
    PATH_UNKNOWN(404),
    AUDIT_ENTRY_UNKNOWN(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    /** Only simulated platforms fail on request. */
    FAULTS_UNSUPPORTED(409),
    MEDIA_TYPE_UNSUPPORTED(415),
    /** A bug of ours, or a part of ours that does not work now. */
    INTERNAL_ERROR(500),
    TOO_MANY_STREAMS(503),
    /** A platform was asked to change something and did not answer. */
    ANSWER_LOST(503);

    private final int status;

    RequestProblem(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
