/**
 * Long operations: the worker that holds an external task's lock as a lease, records intents before effects, reads the truth on
 * the platform before it starts anything, and completes with what it saw.
 */
@NullMarked
package org.migrationrunbooks.runbook.operations;

import org.jspecify.annotations.NullMarked;
