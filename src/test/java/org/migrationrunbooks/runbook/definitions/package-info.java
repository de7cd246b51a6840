/** Tests of what is kept of hosts. */
@NullMarked
package org.migrationrunbooks.runbook.definitions;

import org.jspecify.annotations.NullMarked;
