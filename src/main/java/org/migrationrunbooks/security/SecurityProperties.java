package org.migrationrunbooks.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in.
 *
 * @param sampleUsers whether to create the sample users, whose passwords are their names; only on a loopback address
 * @param administrator created at start where missing, so that an empty installation has somebody to create the others; an existing
 *     one is left as it is, but unlocked
 * @param changeGivenPasswords whether a password that somebody else has set opens nothing but its own change; where it is not said,
 *     whether others than this machine reach the application. To be said where a proxy on this machine serves others
 * @param sessionMaxAge after which time a person logs in again in a browser, whatever is open there
 * @param token how to read bearer tokens, where {@code spring.security.oauth2.resourceserver.jwt} names who issues them
 */
@ConfigurationProperties("runbooks.security")
record SecurityProperties(
        @DefaultValue("false") boolean sampleUsers,
        @Nullable Administrator administrator,
        @Nullable Boolean changeGivenPasswords,
        @DefaultValue("12h") Duration sessionMaxAge,
        @DefaultValue Token token) {

    /** Whether a password that somebody else has set has to be changed before anything else. */
    boolean changesGivenPasswords(ListenAddress address) {
        return changeGivenPasswords == null ? !address.isLoopback() : changeGivenPasswords;
    }

    record Administrator(String name, String password) {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param nameClaim the login name
     * @param groupsClaim the groups, named like the roles
     */
    record Token(@DefaultValue("preferred_username") String nameClaim, @DefaultValue("groups") String groupsClaim) {}
}
