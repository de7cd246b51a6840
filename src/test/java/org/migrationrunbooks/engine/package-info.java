@NullMarked
package org.migrationrunbooks.engine;

import org.jspecify.annotations.NullMarked;
