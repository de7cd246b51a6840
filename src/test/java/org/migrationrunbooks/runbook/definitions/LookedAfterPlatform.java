package org.migrationrunbooks.runbook.definitions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformHealth;
import org.migrationrunbooks.platform.Storage;
import org.migrationrunbooks.platform.Upkeep;

/** A platform that is asked for nothing but its upkeep, if it has any. */
record LookedAfterPlatform(String name, @Nullable Upkeep lookedAfter) implements Platform {

    @Override
    public String type() {
        return "looked-after";
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.ofNullable(lookedAfter);
    }

    @Override
    public Hypervisor hypervisor() {
        throw new AssertionError("not asked for here");
    }

    @Override
    public Storage storage() {
        throw new AssertionError("not asked for here");
    }

    @Override
    public PlatformHealth health() {
        return new PlatformHealth(true, "");
    }

    @Override
    public void close() {}
}
