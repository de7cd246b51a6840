@NullMarked
package org.migrationrunbooks.security;

import org.jspecify.annotations.NullMarked;
