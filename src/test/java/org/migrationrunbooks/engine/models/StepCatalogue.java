package org.migrationrunbooks.engine.models;

import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;

/** What the code behind the models offers. */
public interface StepCatalogue {

    /** Whether a bean of that name can be a delegate or a listener. */
    boolean hasStep(String beanName);

    /** The codes of BPMN errors that the task's code can throw. */
    Set<String> errorsOf(ServiceTask task);

    /** The codes of all BPMN errors that any code can throw. */
    Set<String> allErrors();
}
