package org.migrationrunbooks.engine;

import org.awaitility.Awaitility;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;

/** Clears away what a test started. */
final class Runs {

    private Runs() {}

    /** Tries again where the job executor is just at work on the run. */
    static void endAll(RuntimeService runtime) {
        Awaitility.await().ignoreException(OptimisticLockingException.class).until(() -> {
            runtime.createProcessInstanceQuery()
                    .list()
                    .forEach(run -> runtime.deleteProcessInstance(run.getId(), "test over"));
            return true;
        });
    }
}
