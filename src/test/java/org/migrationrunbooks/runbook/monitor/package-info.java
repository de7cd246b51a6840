@NullMarked
package org.migrationrunbooks.runbook.monitor;

import org.jspecify.annotations.NullMarked;
