/**
 * The ports to what lies outside: hypervisors and storage, their commands and sealed results, and the registry of the configured
 * platforms. No adapter is known here; an adapter is a nested module that contributes a {@link
 * org.migrationrunbooks.platform.PlatformAdapter} and passes the abstract contract test of this package.
 */
@ApplicationModule(allowedDependencies = "fleet")
@NullMarked
package org.migrationrunbooks.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
