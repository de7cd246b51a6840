/** The application's entry point; everything else lives in the modules below, one package per feature. */
@NullMarked
package org.migrationrunbooks;

import org.jspecify.annotations.NullMarked;
