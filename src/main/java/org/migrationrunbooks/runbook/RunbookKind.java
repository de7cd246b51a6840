package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The runbooks; the key of the process model is the code. */
public enum RunbookKind {
    LIVE_MIGRATION("live-migration", Scope.INSTANCE),
    COLD_MIGRATION("cold-migration", Scope.INSTANCE),
    /** Rebuilds the instances of a host that failed. */
    NODE_EVACUATION("node-evacuation", Scope.HOST),
    /** Takes a host that was evacuated back, once nothing on it can start or write that runs elsewhere. */
    RETURN_TO_SERVICE("return-to-service", Scope.HOST),
    /** Rebuilds one instance of a host that is off; only begun by the evacuation of that host. */
    INSTANCE_REBUILD("instance-rebuild", Scope.PART);

    private final String key;
    private final Scope scope;

    RunbookKind(String key, Scope scope) {
        this.key = key;
        this.scope = scope;
    }

    /** What a runbook is asked for about. */
    enum Scope {
        /** One instance that is moved. */
        INSTANCE,
        /** A host with everything on it. */
        HOST,
        /** Nobody asks for it by itself; another runbook begins it. */
        PART
    }

    Scope scope() {
        return scope;
    }

    /** The name in REST and the key of the process definition. */
    @JsonValue
    public String key() {
        return key;
    }

    public static Optional<RunbookKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }
}
