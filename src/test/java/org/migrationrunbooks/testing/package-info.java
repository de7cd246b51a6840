/** What tests share: real databases of either kind, coverage of process models, and stand-ins for our own modules; never a mocked hypervisor. */
@NullMarked
package org.migrationrunbooks.testing;

import org.jspecify.annotations.NullMarked;
