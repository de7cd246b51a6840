/**
 * Where an instance may go and what is going to be done: placement rules, each with a reason for every refusal, and plans with
 * their hash. It decides on snapshots and forecasts; it never asks a platform and starts nothing.
 */
@ApplicationModule(allowedDependencies = {"fleet", "forecast", "scheduling"})
@NullMarked
package org.migrationrunbooks.planning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
