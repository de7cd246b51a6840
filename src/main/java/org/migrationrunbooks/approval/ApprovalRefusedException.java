package org.migrationrunbooks.approval;

/** Rolls back the completion of an approval task whose decision cannot be taken, through whichever door it came. */
public final class ApprovalRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ApprovalRefusal refusal;

    public ApprovalRefusedException(ApprovalRefusal refusal) {
        super(refusal.name() + ": " + refusal.detail());
        this.refusal = refusal;
    }

    public ApprovalRefusal refusal() {
        return refusal;
    }
}
