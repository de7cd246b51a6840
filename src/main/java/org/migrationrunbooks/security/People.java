package org.migrationrunbooks.security;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;

/** The engine's users and groups, as far as the application makes them itself. */
final class People {

    private final IdentityService identity;

    People(IdentityService identity) {
        this.identity = identity;
    }

    void addGroups() {
        for (Role role : Role.values()) {
            addGroup(role.group(), "WORKFLOW");
        }
        // The web applications offer everybody to become the first administrator while this group has no member.
        addGroup(Groups.CAMUNDA_ADMIN, Groups.GROUP_TYPE_SYSTEM);
    }

    /** Creates a person where there is none of that name; an existing one, password and groups included, is left alone. */
    void add(String name, String password, Role role) {
        if (identity.createUserQuery().userId(name).count() > 0) {
            return;
        }
        User user = identity.newUser(name);
        user.setFirstName(name);
        user.setLastName("(" + role.group() + ")");
        user.setPassword(password);
        // The policy is for passwords that people choose; the sample ones are as weak as can be, and meant to be.
        ((IdentityServiceImpl) identity).saveUser(user, true);
        identity.createMembership(name, role.group());
        if (role == Role.ADMINISTRATORS) {
            identity.createMembership(name, Groups.CAMUNDA_ADMIN);
        }
    }

    /** Lets a person who is locked out after wrong passwords try again; does nothing where nobody of that name is. */
    void unlock(String name) {
        identity.unlockUser(name);
    }

    boolean hasAdministrator() {
        return identity.createUserQuery()
                        .memberOfGroup(Role.ADMINISTRATORS.group())
                        .count()
                > 0;
    }

    private void addGroup(String id, String type) {
        if (identity.createGroupQuery().groupId(id).count() == 0) {
            Group group = identity.newGroup(id);
            group.setName(id);
            group.setType(type);
            identity.saveGroup(group);
        }
    }
}
