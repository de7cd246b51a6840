/**
 * The audit trail: entries appended in the transaction of the fact they tell, chained by a sealer, verified on request. No engine
 * and no platform is known here; other modules say what happened.
 */
@ApplicationModule(allowedDependencies = "fleet")
@NullMarked
package org.migrationrunbooks.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
