package org.migrationrunbooks.platform.libvirt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The connections to a host, each lent to one user at a time. libvirt allows many threads on one connection, but its client library
 * before 10.4 is not up to that (CVE-2024-4418): a thread that waits on a connection leaves an address in its stack behind, when another thread
 * wakes it up, and whoever waits there next writes to it. Where a host is cut off and comes back, that ends the process.
 */
final class Session {

    /** So many are kept open for the next users. */
    static final int KEPT = 4;

    private final Reconnection.Opening opening;
    private final Deque<Connection> free = new ArrayDeque<>();
    private boolean retired;

    Session(Reconnection.Opening opening, Connection first) {
        this.opening = opening;
        free.add(first);
    }

    /** Whether calls may still be begun on it. */
    synchronized boolean usable() {
        return !retired && free.stream().allMatch(Connection::alive);
    }

    /**
     * A connection that nobody else uses until {@link #leave}; to be called in a thread that may hang, since one may have to be opened.
     *
     * @throws NotSentException where the session has been retired meanwhile
     */
    Connection enter() {
        synchronized (this) {
            if (retired) {
                throw new NotSentException("the connection was given up");
            }
            if (!free.isEmpty()) {
                return free.removeFirst();
            }
        }
        return opening.open();
    }

    /** Gives back what {@link #enter} lent; to be called in a thread that may hang. */
    void leave(Connection connection) {
        synchronized (this) {
            if (!retired && free.size() < KEPT && connection.alive()) {
                free.addFirst(connection);
                return;
            }
        }
        connection.close();
    }

    /** No call begins on it any more. Returns what the caller has to close, since nobody uses it; the rest is closed when it is left. */
    synchronized List<Connection> retire() {
        retired = true;
        List<Connection> unused = List.copyOf(free);
        free.clear();
        return unused;
    }

    /** The call was not even begun. */
    static final class NotSentException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotSentException(String message) {
            super(message);
        }
    }
}
