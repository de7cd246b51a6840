package org.migrationrunbooks.approval;

import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Whether a person belongs to a group: by the engine's identity service, or by the token that they have come with. */
@Component
class ApproverGroups {

    /** In front of the groups of a token that are no roles. */
    private static final String GROUP = "GROUP_";

    /** Asked for a named group only; what decides about rebuilds is also tested without an engine. */
    private final ObjectProvider<IdentityService> identities;

    ApproverGroups(ObjectProvider<IdentityService> identities) {
        this.identities = identities;
    }

    boolean has(String group, String person) {
        // Whoever comes to decide at all belongs to it: the doors have seen to that.
        return group.equals(ApprovalSubject.APPROVERS)
                || told(group, person)
                || identities
                                .getObject()
                                .createGroupQuery()
                                .groupId(group)
                                .groupMember(person)
                                .count()
                        > 0;
    }

    private static boolean told(String group, String person) {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(Authentication::isAuthenticated)
                .filter(caller -> caller.getName().equals(person))
                .stream()
                .flatMap(caller -> caller.getAuthorities().stream())
                .anyMatch(authority -> (GROUP + group).equals(authority.getAuthority()));
    }
}
