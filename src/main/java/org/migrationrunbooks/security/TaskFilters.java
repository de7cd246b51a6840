package org.migrationrunbooks.security;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * The filters of the task list. A filter for "my groups" needs an expression, and expressions in stored queries are off; so what an
 * operator decides is found by the group, and what is approved by its tasks, whichever group the policy asks.
 */
final class TaskFilters {

    /** The tasks of the runbooks' models in which something is approved. */
    static final List<String> APPROVALS = List.of("Task_ApprovePlan", "Task_AllowHardStop", "Task_AcceptLoss");

    /** What a task says of its run in the list. */
    private static final List<Map<String, String>> SHOWN = List.of(
            Map.of("name", "instance", "label", "Instance"),
            Map.of("name", "host", "label", "Host"),
            Map.of("name", "requester", "label", "Asked by"),
            Map.of("name", "reason", "label", "Reason"));

    private final FilterService filters;
    private final TaskService tasks;
    private final Grants grants;

    TaskFilters(FilterService filters, TaskService tasks, Grants grants) {
        this.filters = filters;
        this.tasks = tasks;
        this.grants = grants;
    }

    void seed() {
        TaskQuery approvals = tasks.createTaskQuery().taskDefinitionKeyIn(APPROVALS.toArray(String[]::new));
        show("Plans to approve", 0, approvals, Role.APPROVERS, Role.ADMINISTRATORS);
        TaskQuery decisions = tasks.createTaskQuery()
                .taskCandidateGroup(Role.OPERATORS.group())
                .includeAssignedTasks();
        show("Decisions to take", 1, decisions, Role.OPERATORS, Role.ADMINISTRATORS);
        show("All tasks", 2, tasks.createTaskQuery(), Role.OPERATORS, Role.APPROVERS, Role.ADMINISTRATORS);
    }

    private void show(String name, int priority, TaskQuery query, Role... roles) {
        Filter filter = filters.createFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name)
                    .setQuery(query)
                    .setProperties(Map.of(
                            "priority", priority, "refresh", true, "showUndefinedVariable", false, "variables", SHOWN));
            filters.saveFilter(filter);
        }
        grants.showFilter(filter.getId(), roles);
    }
}
