/**
 * Runs of runbooks: starting, watching, deciding and cancelling them (this package), their service tasks ({@code steps}) and the
 * worker of long operations ({@code operations}). It talks to platforms through the ports only and never to an adapter.
 */
@ApplicationModule(
        allowedDependencies = {"fleet", "platform", "audit", "forecast", "planning", "scheduling", "approval"})
@NullMarked
package org.migrationrunbooks.runbook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
