package org.migrationrunbooks.security;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;

/** People to try the application with; each one's password is the name, so they must never be reachable from elsewhere. */
final class SampleUsers {

    static final Map<String, Role> ALL = Map.of(
            "operator", Role.OPERATORS,
            "operator2", Role.OPERATORS,
            "approver", Role.APPROVERS,
            "approver2", Role.APPROVERS,
            "auditor", Role.AUDITORS,
            "admin", Role.ADMINISTRATORS);

    private final IdentityService identity;
    private final ProcessEngineConfigurationImpl configuration;

    SampleUsers(ProcessEngine engine) {
        this.identity = engine.getIdentityService();
        this.configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    /**
     * Refuses to go on where sample users could be reached from other machines: those that are asked for, and those that an
     * earlier start has left in the database.
     */
    void requireLoopback(boolean wanted, ListenAddress address) {
        if (address.isLoopback()) {
            return;
        }
        if (wanted) {
            throw new SampleUsersReachableException(
                    "Sample users, whose passwords are their names, would be reachable on %s.".formatted(address),
                    "Set runbooks.security.sample-users=false and runbooks.security.administrator.name and .password,"
                            + " or keep server.address=127.0.0.1.");
        }
        List<String> left = ALL.keySet().stream()
                .filter(this::hasItsNameAsPassword)
                .sorted()
                .toList();
        if (!left.isEmpty()) {
            throw new SampleUsersReachableException(
                    "The database still has sample users whose passwords are their names, reachable on %s: %s."
                            .formatted(address, String.join(", ", left)),
                    "Start once with server.address=127.0.0.1 and delete them or change their passwords in the Admin"
                            + " application, or begin with an empty database.");
        }
    }

    /** Asked of the stored hash: the engine's own check would count as a failed login of a real person of that name. */
    private boolean hasItsNameAsPassword(String name) {
        UserEntity user = (UserEntity) identity.createUserQuery().userId(name).singleResult();
        return user != null
                && configuration
                        .getPasswordManager()
                        .check(EncryptionUtil.saltPassword(name, user.getSalt()), user.getPassword());
    }
}
