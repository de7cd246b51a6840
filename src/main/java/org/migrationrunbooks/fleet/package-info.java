/**
 * The vocabulary of the project as values: hosts, instances, volumes, moves, strategies, operations and their outcomes, plan
 * hashes and ids. Only records, enums and sealed interfaces live here; no Spring, no Camunda, no I/O.
 */
@ApplicationModule(
        type = ApplicationModule.Type.CLOSED,
        allowedDependencies = {})
@NullMarked
package org.migrationrunbooks.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
