package org.migrationrunbooks.security;

/** Sample users would be reachable from other machines; the application does not start. */
final class SampleUsersReachableException extends RuntimeException {

    private final String action;

    SampleUsersReachableException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
