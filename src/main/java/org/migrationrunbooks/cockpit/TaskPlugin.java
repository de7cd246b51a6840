package org.migrationrunbooks.cockpit;

import java.util.Set;
import org.camunda.bpm.tasklist.plugin.spi.impl.AbstractTasklistPlugin;

/** Makes our tab of a task known to Tasklist, which finds and creates it by {@code META-INF/services}; hence public. */
public final class TaskPlugin extends AbstractTasklistPlugin {

    @Override
    public String getId() {
        return RunbooksPlugin.ID;
    }

    @Override
    public Set<Class<?>> getResourceClasses() {
        return Set.of(TasklistFiles.class);
    }
}
