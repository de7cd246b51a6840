package org.migrationrunbooks.platform.libvirt;

import java.util.concurrent.Callable;

/** One call to a host on a connection of its own, in a thread that may hang; tells afterwards how far it came. */
final class Errand<T> implements Callable<T> {

    private final Session session;
    private final HostLink.Call<T> errand;
    private volatile boolean begun;
    private volatile boolean broke;

    Errand(Session session, HostLink.Call<T> errand) {
        this.session = session;
        this.errand = errand;
    }

    @Override
    public T call() {
        Connection connection = session.enter();
        try {
            begun = true;
            return errand.on(connection);
        } catch (LibvirtException e) {
            broke = !connection.alive();
            throw e;
        } finally {
            session.leave(connection);
        }
    }

    /** Whether the host may have been asked. */
    boolean begun() {
        return begun;
    }

    /** Whether the error that ended it is the host's answer, and not about the way to it. */
    boolean answered() {
        return begun && !broke;
    }
}
