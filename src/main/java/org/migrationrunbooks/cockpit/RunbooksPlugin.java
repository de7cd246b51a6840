package org.migrationrunbooks.cockpit;

import java.util.Set;
import org.camunda.bpm.cockpit.plugin.spi.impl.AbstractCockpitPlugin;

/** Makes our pages known to Cockpit, which finds and creates it by {@code META-INF/services}; hence public. */
public final class RunbooksPlugin extends AbstractCockpitPlugin {

    static final String ID = "runbooks";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Set<Class<?>> getResourceClasses() {
        return Set.of(CockpitFiles.class);
    }
}
