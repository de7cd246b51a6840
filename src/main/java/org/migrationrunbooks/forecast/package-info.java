/**
 * The pre-copy model: how long a live migration takes, how long the instance stands still, whether it converges at all, each with
 * an interval. It computes from sizes and rates alone; it knows no platform and no engine.
 */
@ApplicationModule(allowedDependencies = "fleet")
@NullMarked
package org.migrationrunbooks.forecast;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
