package org.migrationrunbooks.engine;

import org.springframework.context.SmartLifecycle;

/**
 * Brings the release in before the web server takes requests and before the job executor runs; an application that cannot deploy
 * its runbooks does not start.
 */
final class ReleaseStartup implements SmartLifecycle {

    /** Web server and job executor start in far later phases. */
    static final int PHASE = 0;

    private final ReleaseSource source;
    private final ReleaseDeployment deployment;
    private boolean running;

    ReleaseStartup(ReleaseSource source, ReleaseDeployment deployment) {
        this.source = source;
        this.deployment = deployment;
    }

    @Override
    public synchronized void start() {
        deployment.bringIn(source.read());
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
