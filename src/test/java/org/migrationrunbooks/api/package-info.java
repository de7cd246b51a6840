/** The REST API as scripts meet it: through the real filter chains, on a simulated platform of its own. */
@NullMarked
package org.migrationrunbooks.api;

import org.jspecify.annotations.NullMarked;
