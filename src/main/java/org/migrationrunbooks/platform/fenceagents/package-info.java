/**
 * The adapter for fencing devices that a fence agent of ClusterLabs knows: it runs the agent as a program of its own, bounded in
 * time, output and environment, and reads its answer. Knows nothing of runbooks, and nobody imports it: it is met through the
 * ports only.
 */
@ApplicationModule(allowedDependencies = {"fleet", "platform"})
@NullMarked
package org.migrationrunbooks.platform.fenceagents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
