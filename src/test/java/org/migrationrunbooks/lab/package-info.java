/** Drives the lab in {@code src/lab/libvirt} from tests: guests, their heartbeats as heard from outside, links and power. */
@NullMarked
package org.migrationrunbooks.lab;

import org.jspecify.annotations.NullMarked;
