package org.migrationrunbooks.platform.libvirt;

/** A connection with the count of its users, so that it is closed when, and only when, its last call has returned. */
final class Session {

    private final Connection connection;
    private int users;
    private boolean retired;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Whether calls may still be begun on it. */
    synchronized boolean usable() {
        return !retired && connection.alive();
    }

    /** The connection for one call, to be followed by {@link #leave}; fails where it has been retired meanwhile. */
    synchronized Connection enter() {
        if (retired) {
            throw new NotSentException("the connection was given up");
        }
        users++;
        return connection;
    }

    /** To be called in a thread that may hang. */
    void leave() {
        boolean last;
        synchronized (this) {
            users--;
            last = retired && users == 0;
        }
        if (last) {
            connection.close();
        }
    }

    /** No call begins on it any more. Returns whether the caller has to close it, since nobody uses it. */
    synchronized boolean retire() {
        boolean first = !retired;
        retired = true;
        return first && users == 0;
    }

    /** To be called in a thread that may hang, where {@link #retire} said so. */
    void close() {
        connection.close();
    }

    /** The call was not even begun. */
    static final class NotSentException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotSentException(String message) {
            super(message);
        }
    }
}
