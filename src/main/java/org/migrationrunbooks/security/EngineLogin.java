package org.migrationrunbooks.security;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Checks passwords with the engine, which stores them hashed and makes whoever guesses wait longer with each try. A person has the
 * roles of the engine's groups of the same names.
 */
final class EngineLogin implements AuthenticationProvider {

    private final IdentityService identity;

    EngineLogin(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName();
        String password = Optional.ofNullable(attempt.getCredentials())
                .map(Object::toString)
                .orElse("");
        if (name.isEmpty() || password.isEmpty() || !identity.checkPassword(name, password)) {
            // The same words whether the name, the password or the waiting time is at fault.
            throw new BadCredentialsException("The name or the password is wrong, or too many tries came before.");
        }
        return UsernamePasswordAuthenticationToken.authenticated(name, null, authorities(name));
    }

    /** A person who has logged in before, with the roles of now; empty where the engine no longer knows the person. */
    Optional<Authentication> asOfNow(String name) {
        return identity.createUserQuery().userId(name).count() == 1
                ? Optional.of(UsernamePasswordAuthenticationToken.authenticated(name, null, authorities(name)))
                : Optional.empty();
    }

    private List<GrantedAuthority> authorities(String name) {
        return identity.createGroupQuery().groupMember(name).list().stream()
                .map(Group::getId)
                .flatMap(group -> Role.ofGroup(group).stream())
                .map(Role::authority)
                .toList();
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
