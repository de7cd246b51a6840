package org.migrationrunbooks.security;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.SystemPermissions;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;

/**
 * What each role may do in the engine. Nobody may create, change or delete instances, or deploy: runbooks start and stop through
 * our own API only. Work on a task comes with being its candidate, so it needs no grant here.
 */
final class Grants {

    private final AuthorizationService authorizations;

    Grants(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    /** Makes the engine's grants for the roles what they should be; does nothing where they are so already. */
    void seed() {
        for (Role role : List.of(Role.OPERATORS, Role.APPROVERS, Role.AUDITORS, Role.ADMINISTRATORS)) {
            applications(role)
                    .forEach(application -> grant(role, Resources.APPLICATION, application, Permissions.ACCESS));
            grant(role, Resources.PROCESS_DEFINITION, ANY, onProcesses(role));
            // Cockpit counts open tasks by group, which asks for all tasks at once.
            grant(role, Resources.TASK, ANY, Permissions.READ);
            grant(role, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
            grant(role, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ);
            grant(role, Resources.DEPLOYMENT, ANY, Permissions.READ);
            grant(role, Resources.GROUP, ANY, Permissions.READ);
        }
        grant(Role.AUDITORS, Resources.OPERATION_LOG_CATEGORY, ANY, UserOperationLogCategoryPermissions.READ);
        grant(Role.ADMINISTRATORS, Resources.OPERATION_LOG_CATEGORY, ANY, UserOperationLogCategoryPermissions.READ);
        for (Resource people : List.of(Resources.USER, Resources.GROUP, Resources.GROUP_MEMBERSHIP)) {
            grant(Role.ADMINISTRATORS, people, ANY, Permissions.ALL);
        }
        grant(Role.ADMINISTRATORS, Resources.AUTHORIZATION, ANY, Permissions.READ);
        grant(Role.ADMINISTRATORS, Resources.SYSTEM, ANY, SystemPermissions.READ);
    }

    /** Lets the roles see a filter of the task list. */
    void showFilter(String filter, Role... roles) {
        for (Role role : roles) {
            grant(role, Resources.FILTER, filter, Permissions.READ);
        }
    }

    private static Stream<String> applications(Role role) {
        return switch (role) {
            case OPERATORS, APPROVERS -> Stream.of("cockpit", "tasklist");
            case AUDITORS -> Stream.of("cockpit");
            case ADMINISTRATORS -> Stream.of("cockpit", "tasklist", "admin");
            case MONITORING -> Stream.of();
        };
    }

    private static Permission[] onProcesses(Role role) {
        List<Permission> permissions = new ArrayList<>(List.of(
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_HISTORY,
                ProcessDefinitionPermissions.READ_TASK));
        if (role == Role.OPERATORS || role == Role.ADMINISTRATORS) {
            permissions.add(ProcessDefinitionPermissions.RETRY_JOB);
        }
        return permissions.toArray(Permission[]::new);
    }

    private void grant(Role role, Resource resource, String id, Permission... permissions) {
        AuthorizationEntity wanted = new AuthorizationEntity(AUTH_TYPE_GRANT);
        wanted.setPermissions(permissions);
        AuthorizationEntity grant = (AuthorizationEntity) authorizations
                .createAuthorizationQuery()
                .groupIdIn(role.group())
                .resourceType(resource)
                .resourceId(id)
                .singleResult();
        if (grant != null && grant.getPermissions() == wanted.getPermissions()) {
            return;
        }
        if (grant == null) {
            grant = wanted;
            grant.setGroupId(role.group());
            grant.setResource(resource);
            grant.setResourceId(id);
        }
        grant.setPermissions(permissions);
        authorizations.saveAuthorization(grant);
    }
}
