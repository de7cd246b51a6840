/**
 * The simulated platform: a fleet from a file whose live migrations follow the pre-copy model, which stops, copies, boots and rebuilds
 * instances, has power switches, and fails on request. It stands for something outside the application, so it keeps its own database
 * and its own transactions, and it may not use {@code forecast}: a simulation that shares its formulas with the forecasts would prove
 * them right by construction.
 */
@ApplicationModule(allowedDependencies = {"fleet", "platform"})
@NullMarked
package org.migrationrunbooks.platform.simulated;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
