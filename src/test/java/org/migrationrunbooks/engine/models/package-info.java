/** The rules that every process model has to keep, as far as neither the engine nor a linter checks them. */
@NullMarked
package org.migrationrunbooks.engine.models;

import org.jspecify.annotations.NullMarked;
