@NullMarked
package org.migrationrunbooks.fleet;

import org.jspecify.annotations.NullMarked;
