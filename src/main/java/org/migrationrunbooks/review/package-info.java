/**
 * What auditors do with runs that have ended: find them, read one's record with all its evidence, sign it off, take it away. It reads what
 * the other modules have on record and writes sign-offs; it changes no run and decides nothing for one.
 */
@ApplicationModule(allowedDependencies = {"fleet", "audit", "approval", "runbook"})
@NullMarked
package org.migrationrunbooks.review;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
