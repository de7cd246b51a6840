@NullMarked
package org.migrationrunbooks.platform.fenceagents;

import org.jspecify.annotations.NullMarked;
