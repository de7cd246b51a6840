package org.migrationrunbooks.runbook.hosts;

/** Why an attestation was not taken; nothing was changed. */
public enum AttestationRefusal {
    NOTHING_TO_ATTEST("The run does not wait for anybody to say that a host is off."),
    NOT_IN_GROUP(
            "Operators, approvers and administrators say that a host is off; operators and administrators decide otherwise."),
    HOST_MISNAMED("The host that was named is not the one of this run; name the one that you have looked at."),
    ALREADY_ATTESTED("You have attested it already; a second person has to."),
    SIGN_OF_LIFE("The host shows a sign of life.");

    private final String detail;

    AttestationRefusal(String detail) {
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }
}
