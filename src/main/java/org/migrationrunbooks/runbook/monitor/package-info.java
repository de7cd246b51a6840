/**
 * The host monitor: looks for signs of life of all hosts and asks for the evacuation of one that has failed, up to the gate where people
 * approve. It switches nothing and starts nothing else; the storm brake keeps others from fencing where our own network is the suspect.
 */
@NamedInterface("monitor")
@NullMarked
package org.migrationrunbooks.runbook.monitor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
