package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.ApprovalRefusedException;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.hosts.AttestationRefusedException;
import org.springframework.stereotype.Component;

/**
 * What the facade asks of the engine. A person's call is made in that person's name, so that listeners and the engine's history
 * know who it was, and without the engine's own authorization checks, since the facade has checked already what the engine cannot
 * know.
 */
@Component
class EngineDoor {

    /** The tasks in which an approver is asked. */
    static final String[] APPROVE = {"Task_ApprovePlan", "Task_AllowHardStop", "Task_AcceptLoss"};

    static final String[] DECIDE = {"Task_DecideHowToGoOn", "Task_AttestHostOff"};
    /** The end of a run whose instance was taken over, in the models that are a part of others. */
    private static final String TAKEN_OVER = "Event_TakenOver";

    private final ProcessEngineConfigurationImpl engine;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final IdentityService identities;
    private final ManagementService management;

    EngineDoor(
            ProcessEngineConfigurationImpl engine,
            RuntimeService runtime,
            TaskService tasks,
            IdentityService identities,
            ManagementService management) {
        this.engine = engine;
        this.runtime = runtime;
        this.tasks = tasks;
        this.identities = identities;
        this.management = management;
    }

    String start(RunbookKind kind, RunbookId id, String person, Map<String, Object> variables) {
        return as(person, () -> runtime.startProcessInstanceByKey(kind.key(), id.value(), variables)
                .getId());
    }

    Optional<Task> openTask(Run run, String... keys) {
        return Optional.ofNullable(tasks.createTaskQuery()
                .processInstanceBusinessKey(run.id().value())
                .taskDefinitionKeyIn(keys)
                .singleResult());
    }

    /** Who has the task in which an approver is asked; empty where nobody has, or nobody is asked. */
    Optional<String> assignee(Run run) {
        return run.state() == RunbookState.AWAITING_APPROVAL
                ? openTask(run, APPROVE).map(Task::getAssignee)
                : Optional.empty();
    }

    /** Who has the tasks in which approvers are asked, by process instance; those that nobody has are left out. */
    Map<String, String> assignees() {
        return tasks.createTaskQuery().taskDefinitionKeyIn(APPROVE).taskAssigned().list().stream()
                .collect(Collectors.toMap(Task::getProcessInstanceId, Task::getAssignee, (one, other) -> one));
    }

    /**
     * Changes who has the task in which an approver is asked.
     *
     * @param from who has it, null for nobody
     * @param to who is to have it, null for nobody
     * @return false where it is somebody else's by now, or no approver is asked; nothing was changed
     */
    boolean reassign(Run run, String person, @Nullable String from, @Nullable String to) {
        // In one command, so that the task which is changed is the one that was looked at.
        return as(person, () -> {
            Optional<Task> task = openTask(run, APPROVE).filter(open -> Objects.equals(open.getAssignee(), from));
            task.ifPresent(open -> tasks.setAssignee(open.getId(), to));
            return task.isPresent();
        });
    }

    void complete(Task task, String person, Map<String, Object> variables) {
        as(person, () -> {
            tasks.complete(task.getId(), variables);
            return task;
        });
    }

    /**
     * Ends the process of a run. One that is a part of another is led to an end of its own, since deleting it would cancel what has called
     * it.
     */
    void end(Run run, String why) {
        String process = run.processInstanceId();
        if (process == null) {
            return;
        }
        Command<Object> command = context -> {
            if (run.parent() == null) {
                runtime.deleteProcessInstanceIfExists(process, why, true, true, true, false);
            } else {
                lead(process, TAKEN_OVER, why);
            }
            return process;
        };
        engine.getCommandExecutorTxRequired().execute(context -> context.runWithoutAuthorization(command));
    }

    private void lead(String process, String end, String why) {
        ActivityInstance all = runtime.getActivityInstance(process);
        if (all == null) {
            return;
        }
        ProcessInstanceModificationBuilder modification = runtime.createProcessInstanceModification(process);
        for (ActivityInstance activity : all.getChildActivityInstances()) {
            modification.cancelActivityInstance(activity.getId());
        }
        for (TransitionInstance transition : all.getChildTransitionInstances()) {
            modification.cancelTransitionInstance(transition.getId());
        }
        modification.startBeforeActivity(end).setAnnotation(why).execute(true, true);
    }

    /** Tells a run that waits for its approval that it is cancelled; false where it does not wait there. */
    boolean cancelApproval(Run run, String person) {
        String message = "CancelRequested";
        boolean waits = runtime.createEventSubscriptionQuery()
                        .eventName(message)
                        .processInstanceId(run.processInstanceId())
                        .count()
                > 0;
        if (waits) {
            as(person, () -> {
                runtime.createMessageCorrelation(message)
                        .processInstanceId(String.valueOf(run.processInstanceId()))
                        .correlate();
                return message;
            });
        }
        return waits;
    }

    List<Incident> incidents(Run run) {
        String process = run.processInstanceId();
        return process == null
                ? List.of()
                : runtime.createIncidentQuery().processInstanceId(process).list();
    }

    /** Gives every step whose retries are spent another try; the number of them. */
    int retryFailed(Run run, String person) {
        List<Job> jobs = management
                .createJobQuery()
                .processInstanceId(run.processInstanceId())
                .noRetriesLeft()
                .list();
        List<ExternalTask> operations = engine.getExternalTaskService()
                .createExternalTaskQuery()
                .processInstanceId(run.processInstanceId())
                .noRetriesLeft()
                .list();
        return as(person, () -> {
            jobs.forEach(job -> management.setJobRetries(job.getId(), 1));
            operations.forEach(operation -> engine.getExternalTaskService().setRetries(operation.getId(), 1));
            return jobs.size() + operations.size();
        });
    }

    private <T> T as(String person, Supplier<T> call) {
        Authentication caller = identities.getCurrentAuthentication();
        identities.setAuthenticatedUserId(person);
        try {
            Command<T> command = context -> call.get();
            return engine.getCommandExecutorTxRequired().execute(context -> context.runWithoutAuthorization(command));
        } catch (ProcessEngineException e) {
            // The engine wraps what a listener throws; a refusal is an answer and no failure of the engine.
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ApprovalRefusedException refused) {
                    throw refused;
                }
                if (cause instanceof AttestationRefusedException refused) {
                    throw refused;
                }
                if (cause instanceof RunEndedException ended) {
                    throw ended;
                }
            }
            throw e;
        } finally {
            identities.setAuthentication(caller);
        }
    }
}
