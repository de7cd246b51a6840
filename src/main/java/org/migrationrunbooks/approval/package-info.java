/**
 * Decisions of people about plans: rows bound to a plan hash, never one's own request, checked again by whoever acts on them; and who
 * may decide at the moment of a decision. It knows hashes, not plans, and starts nothing.
 */
@ApplicationModule(allowedDependencies = {"fleet", "audit"})
@NullMarked
package org.migrationrunbooks.approval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
