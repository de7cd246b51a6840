/**
 * Real processes, really killed ({@code kill -9}) or stopped ({@code SIGSTOP}): the application runs in forked JVMs that can be held at
 * a named point, and tests look at what the next process, or the other one, makes of it.
 */
@NullMarked
package org.migrationrunbooks.crash;

import org.jspecify.annotations.NullMarked;
