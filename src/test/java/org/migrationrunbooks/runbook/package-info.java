/** Tests of runs as a whole: every path of every runbook on the simulated platform. */
@NullMarked
package org.migrationrunbooks.runbook;

import org.jspecify.annotations.NullMarked;
