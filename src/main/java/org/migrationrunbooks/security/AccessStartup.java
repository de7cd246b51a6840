package org.migrationrunbooks.security;

import org.migrationrunbooks.engine.NodeTurns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Puts groups, grants, filters and the first people in place before the web server lets anybody in. */
final class AccessStartup implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AccessStartup.class);

    private final SecurityProperties properties;
    private final ListenAddress address;
    private final SampleUsers samples;
    private final People people;
    private final Grants grants;
    private final TaskFilters filters;
    private final NodeTurns turns;
    private boolean running;

    AccessStartup(
            SecurityProperties properties,
            ListenAddress address,
            SampleUsers samples,
            People people,
            Grants grants,
            TaskFilters filters,
            NodeTurns turns) {
        this.properties = properties;
        this.address = address;
        this.samples = samples;
        this.people = people;
        this.grants = grants;
        this.filters = filters;
        this.turns = turns;
    }

    @Override
    public synchronized void start() {
        samples.requireLoopback(properties.sampleUsers(), address);
        // Of two nodes that start together each would find nothing, and what has no unique name would be there twice.
        turns.run(this::seed);
        running = true;
    }

    private void seed() {
        people.addGroups();
        grants.seed();
        filters.seed();
        if (properties.administrator() != null) {
            people.add(
                    properties.administrator().name(),
                    properties.administrator().password(),
                    Role.ADMINISTRATORS);
            // Strangers can lock everybody out by guessing; whoever may restart the application has a way back in.
            people.unlock(properties.administrator().name());
        }
        if (properties.sampleUsers()) {
            SampleUsers.ALL.forEach((name, role) -> people.add(name, name, role));
        }
        if (!people.hasAdministrator()) {
            LOG.warn("Nobody is an administrator: set runbooks.security.administrator.name and .password");
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** Before the deployment of the processes and long before the web server. */
    @Override
    public int getPhase() {
        return -10;
    }
}
