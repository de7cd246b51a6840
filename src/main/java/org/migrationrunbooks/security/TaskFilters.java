package org.migrationrunbooks.security;

import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * The filters of the task list. They name the groups, since a filter for "my groups" needs an expression, and expressions in stored
 * queries are off.
 */
final class TaskFilters {

    private final FilterService filters;
    private final TaskService tasks;
    private final Grants grants;

    TaskFilters(FilterService filters, TaskService tasks, Grants grants) {
        this.filters = filters;
        this.tasks = tasks;
        this.grants = grants;
    }

    void seed() {
        show("Plans to approve", 0, candidates(Role.APPROVERS), Role.APPROVERS, Role.ADMINISTRATORS);
        show("Decisions to take", 1, candidates(Role.OPERATORS), Role.OPERATORS, Role.ADMINISTRATORS);
        show("All tasks", 2, tasks.createTaskQuery(), Role.OPERATORS, Role.APPROVERS, Role.ADMINISTRATORS);
    }

    private TaskQuery candidates(Role role) {
        return tasks.createTaskQuery().taskCandidateGroup(role.group()).includeAssignedTasks();
    }

    private void show(String name, int priority, TaskQuery query, Role... roles) {
        Filter filter = filters.createFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name)
                    .setQuery(query)
                    .setProperties(Map.of("priority", priority, "refresh", true, "showUndefinedVariable", false));
            filters.saveFilter(filter);
        }
        grants.showFilter(filter.getId(), roles);
    }
}
