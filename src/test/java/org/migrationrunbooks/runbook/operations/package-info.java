@NullMarked
package org.migrationrunbooks.runbook.operations;

import org.jspecify.annotations.NullMarked;
