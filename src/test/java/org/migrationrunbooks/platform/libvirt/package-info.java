@NullMarked
package org.migrationrunbooks.platform.libvirt;

import org.jspecify.annotations.NullMarked;
