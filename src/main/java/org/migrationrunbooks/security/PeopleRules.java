package org.migrationrunbooks.security;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;

/** How the engine keeps people: who administers it, how it counts wrong passwords, and who is told. */
final class PeopleRules extends AbstractProcessEnginePlugin {

    /** After so many wrong passwords in a row none counts any more. */
    static final int TRIES = 10;

    /** Seconds after the first wrong password; twice as many after each further one. */
    private static final int FIRST_WAIT = 3;

    /** Seconds. With it all tries take a quarter of an hour, in which a person finds out and a script fills the audit. */
    private static final int LONGEST_WAIT = 300;

    private final SessionFactory identities;

    PeopleRules(SessionFactory identities) {
        this.identities = identities;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setIdentityProviderSessionFactory(identities);
        // Administrators have what the engine asks its own administrators' group for, such as unlocking people.
        engine.setAdminGroups(new ArrayList<>(List.of(Role.ADMINISTRATORS.group())));
        engine.setLoginMaxAttempts(TRIES);
        engine.setLoginDelayBase(FIRST_WAIT);
        engine.setLoginDelayFactor(2);
        engine.setLoginDelayMaxTime(LONGEST_WAIT);
    }
}
