/**
 * Puts our pages into the engine's Cockpit, and what they show of a run into the tasks of its Tasklist: what is here hands out their
 * files, which are in {@code plugin-webapp/runbooks}, and the libraries that these import. The pages talk to the REST API under {@code /api/v1} like everybody else; nothing is read or decided
 * here.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.migrationrunbooks.cockpit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
