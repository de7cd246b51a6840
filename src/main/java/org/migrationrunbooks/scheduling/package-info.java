/**
 * What may start now: how many instances may boot at once on a host and from one storage, as durable slots, and how long a plan takes
 * under these caps. It knows neither plans nor platforms, and starts nothing.
 */
@ApplicationModule(allowedDependencies = {"fleet", "forecast"})
@NullMarked
package org.migrationrunbooks.scheduling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
