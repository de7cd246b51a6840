/**
 * What people do and see in a browser: the application as it is, on a port, with the simulated platform, and Debian's chromium in
 * front of it. Skipped where there is none. Screenshots of every page are left under {@code target/screenshots}.
 */
@NullMarked
package org.migrationrunbooks.browser;

import org.jspecify.annotations.NullMarked;
