package org.migrationrunbooks.audit;

/** Where every module says what it did. */
public interface AuditTrail {

    /**
     * Appends an entry in the caller's transaction, so that the entry exists exactly if the fact does; where the caller has none,
     * in one of its own. The time is the injected clock's.
     */
    void append(AuditEvent event);
}
