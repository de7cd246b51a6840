/**
 * Who may come in and what they may touch: filter chains, roles, people and their grants in the engine, and the list of the
 * engine's raw endpoints that are let through. What a request means is not decided here: whether a person may approve a certain
 * plan is a matter of {@code approval}.
 */
@ApplicationModule(allowedDependencies = {"audit", "engine", "fleet"})
@NullMarked
package org.migrationrunbooks.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
