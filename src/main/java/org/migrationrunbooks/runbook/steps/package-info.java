/**
 * The service tasks of the runbooks, one class each: they read the run on record, call one domain object or port, and write the
 * result down. They never wait.
 */
@NullMarked
package org.migrationrunbooks.runbook.steps;

import org.jspecify.annotations.NullMarked;
