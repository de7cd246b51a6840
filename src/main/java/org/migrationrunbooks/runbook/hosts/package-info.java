/**
 * What is on record of hosts: the standing that our runbooks gave them, power states as devices told them, what people have attested, and
 * how the failure of a host is read. It decides whether something of a host may be started elsewhere; it starts nothing and switches
 * nothing.
 */
@NullMarked
package org.migrationrunbooks.runbook.hosts;

import org.jspecify.annotations.NullMarked;
