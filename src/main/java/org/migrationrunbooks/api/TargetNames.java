package org.migrationrunbooks.api;

import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunTarget;

/** What a run acts on, by name, as views tell it: an instance or a host, the other one null. */
final class TargetNames {

    private TargetNames() {}

    static @Nullable String instance(Run run) {
        return run.target() instanceof RunTarget.OfInstance one ? one.name() : null;
    }

    static @Nullable String host(Run run) {
        return run.target() instanceof RunTarget.OfHost one ? one.name() : null;
    }

    static @Nullable String parent(Run run) {
        return run.parent() == null ? null : run.parent().value();
    }
}
