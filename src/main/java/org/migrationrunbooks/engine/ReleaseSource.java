package org.migrationrunbooks.engine;

/** Where a release is read from. */
interface ReleaseSource {

    /**
     * Reads all files anew.
     *
     * @throws ReleaseRefusedException if they cannot be read, or must not be trusted
     */
    Release read();
}
