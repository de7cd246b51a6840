package org.migrationrunbooks.security;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** The change of one's own password; the engine keeps it, judges its strength, and counts wrong tries at the old one. */
final class OwnPassword {

    private final IdentityService identity;

    OwnPassword(IdentityService identity) {
        this.identity = identity;
    }

    /** What became of a wish for another password; nothing has changed but for {@link #CHANGED}. */
    enum Answer {
        CHANGED,
        /** The present password is not that one, or too many tries came before. */
        WRONG,
        /** The new one is the present one. */
        UNCHANGED,
        TOO_WEAK,
        /** Whoever issues this person's tokens has the password. */
        KEPT_ELSEWHERE
    }

    Answer change(Authentication person, String present, String wanted) {
        if (!(person instanceof UsernamePasswordAuthenticationToken)) {
            return Answer.KEPT_ELSEWHERE;
        }
        if (!identity.checkPassword(person.getName(), present)) {
            return Answer.WRONG;
        }
        if (wanted.equals(present)) {
            return Answer.UNCHANGED;
        }
        User user = identity.createUserQuery().userId(person.getName()).singleResult();
        if (!identity.checkPasswordAgainstPolicy(wanted, user).isValid()) {
            return Answer.TOO_WEAK;
        }
        user.setPassword(wanted);
        saveAs(person.getName(), user);
        return Answer.CHANGED;
    }

    /** In the person's own name, which is what tells it from a password that somebody else has set. */
    private void saveAs(String person, User user) {
        identity.setAuthenticatedUserId(person);
        try {
            identity.saveUser(user);
        } finally {
            identity.clearAuthentication();
        }
    }
}
