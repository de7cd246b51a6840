package org.migrationrunbooks.approval;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Whether a person is in a group at this moment: by the engine's identity service, or by the bearer token that they have come with. Asked
 * where something is decided, although the doors ask too: a task that was handed over is open to whoever got it, and a session keeps the
 * groups with which it began.
 */
@Component
public class Membership {

    /** Who starts runs and decides how they go on; see the roles of the REST API. */
    public static final String OPERATORS = "operators";

    public static final String APPROVERS = ApprovalSubject.APPROVERS;
    public static final String ADMINISTRATORS = "administrators";

    /** In front of the roles, and in front of the groups of a token that are none. */
    private static final List<String> PREFIXES = List.of("ROLE_", "GROUP_");

    /** What decides about rebuilds is also tested without an engine. */
    private final ObjectProvider<IdentityService> identities;

    Membership(ObjectProvider<IdentityService> identities) {
        this.identities = identities;
    }

    /** Whether the person is in at least one of the groups. */
    public boolean has(String person, String... groups) {
        for (String group : groups) {
            if (told(group, person) || known(group, person)) {
                return true;
            }
        }
        return false;
    }

    /** The people of the identity service who are in the group, by name. */
    Set<String> of(String group) {
        return identities.getObject().createUserQuery().memberOfGroup(group).list().stream()
                .map(User::getId)
                .collect(Collectors.toSet());
    }

    private boolean known(String group, String person) {
        return identities
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
                // Of those who come with a password, or a session of one, the identity service knows what holds now.
                .filter(caller -> !(caller instanceof UsernamePasswordAuthenticationToken))
                .filter(caller -> caller.getName().equals(person))
                .stream()
                .flatMap(caller -> caller.getAuthorities().stream())
                .map(GrantedAuthority::getAuthority)
                .anyMatch(authority -> PREFIXES.stream().anyMatch(prefix -> (prefix + group).equals(authority)));
    }
}
