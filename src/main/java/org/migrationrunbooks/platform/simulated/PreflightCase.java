package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.MigrationRequest;

/** What the pre-flight rules look at; what the platform does not have is absent, and then has its own rule. */
record PreflightCase(
        World world,
        MigrationRequest request,
        Optional<Instance> instance,
        Optional<Host> source,
        Optional<Host> destination) {

    static PreflightCase of(World world, MigrationRequest request) {
        return new PreflightCase(
                world,
                request,
                world.instance(request.instance()),
                world.host(request.from()),
                world.host(request.to()));
    }

    /** Whether the source can be asked about the instance. */
    boolean sourceAnswers() {
        return source.isPresent() && !world.silent(source.get().name());
    }

    boolean destinationAnswers() {
        return destination.isPresent() && !world.silent(destination.get().name());
    }
}
