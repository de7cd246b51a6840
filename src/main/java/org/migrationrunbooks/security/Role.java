package org.migrationrunbooks.security;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a person may be; each role is a group of the engine's, and of the identity provider where there is one. */
public enum Role {
    /** Starts, cancels and retries runbooks, decides at gates. */
    OPERATORS("operators"),
    /** Approves and rejects plans. */
    APPROVERS("approvers"),
    /** Reads everything, the audit included. */
    AUDITORS("auditors"),
    /** Manages people and platforms. */
    ADMINISTRATORS("administrators"),
    /** Reads metrics; meant for a machine. */
    MONITORING("monitoring");

    private static final String PREFIX = "ROLE_";

    private final String group;

    Role(String group) {
        this.group = group;
    }

    /** The group's id, as it stands in process models. */
    public String group() {
        return group;
    }

    /** As Spring Security knows it, so that {@code hasRole(group())} and {@code isUserInRole(group())} answer for it. */
    GrantedAuthority authority() {
        return new SimpleGrantedAuthority(PREFIX + group);
    }

    static Optional<Role> ofGroup(String group) {
        return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
    }

    static Optional<Role> of(GrantedAuthority authority) {
        String name = authority.getAuthority();
        return name != null && name.startsWith(PREFIX) ? ofGroup(name.substring(PREFIX.length())) : Optional.empty();
    }
}
