package org.migrationrunbooks.approval;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Whether a person may approve, as one of the approvers and of the group that the policy names: by the engine's identity service, or by
 * the token that they have come with. Asked here too, although the doors ask: a task that was handed over is open to whoever got it.
 */
@Component
class ApproverGroups {

    /** In front of the roles, and in front of the groups of a token that are none. */
    private static final List<String> PREFIXES = List.of("ROLE_", "GROUP_");

    /** What decides about rebuilds is also tested without an engine. */
    private final ObjectProvider<IdentityService> identities;

    ApproverGroups(ObjectProvider<IdentityService> identities) {
        this.identities = identities;
    }

    /** @param group of the policy; its members have to be approvers as well */
    boolean mayApprove(String group, String person) {
        return has(ApprovalSubject.APPROVERS, person)
                && (group.equals(ApprovalSubject.APPROVERS) || has(group, person));
    }

    /**
     * The people of the engine's identity service who may approve, by name.
     *
     * @param group of the policy
     */
    List<String> approvers(String group) {
        Set<String> ofGroup = members(group);
        return members(ApprovalSubject.APPROVERS).stream()
                .filter(ofGroup::contains)
                .sorted()
                .toList();
    }

    private Set<String> members(String group) {
        return identities.getObject().createUserQuery().memberOfGroup(group).list().stream()
                .map(User::getId)
                .collect(Collectors.toSet());
    }

    private boolean has(String group, String person) {
        return told(group, person)
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
                .map(GrantedAuthority::getAuthority)
                .anyMatch(authority -> PREFIXES.stream().anyMatch(prefix -> (prefix + group).equals(authority)));
    }
}
