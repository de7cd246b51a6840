/**
 * The adapter for a fleet of libvirt hosts with QEMU: connections that cannot hang the application, the mapping of domains to
 * instances, peer-to-peer migration over TLS. Knows nothing of runbooks, and nobody imports it: it is met through the ports only.
 */
@ApplicationModule(allowedDependencies = {"fleet", "platform"})
@NullMarked
package org.migrationrunbooks.platform.libvirt;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
