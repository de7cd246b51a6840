package org.migrationrunbooks.approval;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether a person may approve: as one of the approvers, and of the group that the policy names. */
@Component
class ApproverGroups {

    private final Membership membership;

    ApproverGroups(Membership membership) {
        this.membership = membership;
    }

    /** @param group of the policy; its members have to be approvers as well */
    boolean mayApprove(String group, String person) {
        return membership.has(person, Membership.APPROVERS) && membership.has(person, group);
    }

    /**
     * The people of the engine's identity service who may approve, by name.
     *
     * @param group of the policy
     */
    List<String> approvers(String group) {
        Set<String> ofGroup = membership.of(group);
        return membership.of(Membership.APPROVERS).stream()
                .filter(ofGroup::contains)
                .sorted()
                .toList();
    }
}
