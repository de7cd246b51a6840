package org.migrationrunbooks.runbook.hosts;

/** Rolls back the completion of a task with an attestation that cannot be taken, through whichever door it came. */
public final class AttestationRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final AttestationRefusal refusal;

    /** Takes what is to be said beyond the refusal itself; empty for nothing. */
    public AttestationRefusedException(AttestationRefusal refusal, String evidence) {
        super(refusal.name() + ": " + refusal.detail() + (evidence.isEmpty() ? "" : " " + evidence));
        this.refusal = refusal;
    }

    public AttestationRefusal refusal() {
        return refusal;
    }

    /** What is wrong, in a sentence or two. */
    public String detail() {
        return String.valueOf(getMessage()).substring(refusal.name().length() + 2);
    }
}
