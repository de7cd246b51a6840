package org.migrationrunbooks.security;

import java.util.Map;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The engine's people, as all doors reach them: tells the audit who was locked out and unlocked, and whose password was set, and
 * keeps in mind which passwords were set by somebody else, and ends the sessions that an earlier password opened. All in the
 * transaction of the change.
 */
final class AuditedIdentities extends DbIdentityServiceProvider {

    private final JdbcClient jdbc;
    private final GivenPasswords passwords;
    private final SessionEnds sessions;
    private final AuditTrail audit;

    private AuditedIdentities(JdbcClient jdbc, GivenPasswords passwords, SessionEnds sessions, AuditTrail audit) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Opens one for each command of the engine. */
    record Factory(JdbcClient jdbc, GivenPasswords passwords, SessionEnds sessions, AuditTrail audit)
            implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return AuditedIdentities.class;
        }

        @Override
        public Session openSession() {
            return new AuditedIdentities(jdbc, passwords, sessions, audit);
        }
    }

    @Override
    public IdentityOperationResult saveUser(User user) {
        boolean changesPassword = ((UserEntity) user).hasNewPassword();
        IdentityOperationResult result = super.saveUser(user);
        if (changesPassword) {
            passwordSet(user.getId(), actor());
        }
        return result;
    }

    private void passwordSet(String person, String actor) {
        sessions.end(person);
        if (person.equals(actor)) {
            passwords.forget(person);
            tell(AuditCode.PASSWORD_CHANGED, person, person);
        } else {
            passwords.note(person, actor);
            tell(AuditCode.PASSWORD_GIVEN, actor, person);
        }
    }

    @Override
    public IdentityOperationResult deleteUser(String person) {
        passwords.forget(person);
        sessions.end(person);
        return super.deleteUser(person);
    }

    /** Counts a failed try: upon what others have counted meanwhile, so that tries at the same time are not one. */
    @Override
    protected void lockUser(UserEntity user) {
        jdbc.sql("select rev_, attempts_ from act_id_user where id_ = ? for update")
                .param(user.getId())
                .query(row -> {
                    user.setRevision(row.getInt("rev_"));
                    user.setAttempts(row.getInt("attempts_"));
                });
        super.lockUser(user);
        if (user.getAttempts() == Context.getProcessEngineConfiguration().getLoginMaxAttempts()) {
            tell(AuditCode.LOGIN_LOCKED, AuditEvent.SYSTEM, user.getId());
        }
    }

    @Override
    public IdentityOperationResult unlockUser(String person) {
        IdentityOperationResult result = super.unlockUser(person);
        if (IdentityOperationResult.OPERATION_UNLOCK.equals(result.getOperation())) {
            tell(AuditCode.LOGIN_UNLOCKED, actor(), person);
        }
        return result;
    }

    private String actor() {
        Authentication person = getCurrentAuthentication();
        return person == null || person.getUserId() == null ? AuditEvent.SYSTEM : person.getUserId();
    }

    private void tell(AuditCode code, String actor, String person) {
        audit.append(new AuditEvent(code, actor, null, "person/" + person, null, Map.of()));
    }
}
