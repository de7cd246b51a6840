/**
 * Keeps what hosts tell of their instances in our own tables, and has platforms looked after regularly, so that it is kept fresh. Nothing
 * here decides anything: what is kept is read by the adapters, through their port.
 */
@NullMarked
package org.migrationrunbooks.runbook.definitions;

import org.jspecify.annotations.NullMarked;
