package org.migrationrunbooks.api;

/** Who may do what, as expressions for {@code @PreAuthorize}; the roles are the engine's groups. */
final class Roles {

    /** Start, cancel, retry. */
    static final String OPERATE = "hasAnyRole('operators', 'administrators')";

    /** Decide about plans; administrators have no part in it. */
    static final String APPROVE = "hasRole('approvers')";

    /** Say that a host is off, which takes two people, whoever they are. */
    static final String ATTEST = "hasAnyRole('operators', 'approvers', 'administrators')";

    /** Look what a start would do; it measures the instance's load, so it is not for everybody who may read. */
    static final String PLAN = "hasAnyRole('operators', 'approvers', 'administrators')";

    /** Read what is evidence: the audit and the ledgers. */
    static final String AUDIT = "hasAnyRole('auditors', 'administrators')";

    /** Say whether a run was as it has to be. */
    static final String SIGN_OFF = "hasRole('auditors')";

    /** Let platforms fail. */
    static final String ADMINISTER = "hasRole('administrators')";

    private Roles() {}
}
