package org.migrationrunbooks.platform.libvirt;

/** What becomes of it that hosts start instances by themselves. */
enum Autostart {
    /** It is taken off and stays off: a host that comes back must not start what may run elsewhere by then. */
    TAKEN_OFF,
    /** It is taken off only while an instance is stopped to be moved, and given back afterwards. */
    LEFT_ALONE;

    boolean givenBack() {
        return this == LEFT_ALONE;
    }
}
