package org.migrationrunbooks.platform.libvirt;

import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.EffectGuard;

/** Copies the variables of an instance's firmware from host to host, as its disks are copied. */
final class FirmwareCopy {

    private final FirmwareFolder folder;
    private final CopyPace pace;
    private final EffectGuard guard;

    FirmwareCopy(FirmwareFolder folder, CopyPace pace, EffectGuard guard) {
        this.folder = folder;
        this.pace = pace;
        this.guard = guard;
    }

    /** One end of the way. */
    record End(HostId host, Connection connection) {}

    /**
     * Copies and compares; an instance that was never started has nothing to copy, and its first start makes the file.
     *
     * @throws CopyFailedException where the copy is not the same
     * @throws LibvirtException where a host answers with an error
     */
    void run(PrivateVolume variables, End from, End to) {
        guard.beforeEffect();
        folder.shown(variables.path(), from.host(), from.connection(), () -> from.connection()
                .volume(variables.path().toString(), StorageVolume::permissions)
                .map(permissions -> folder.shown(
                        variables.copy(),
                        to.host(),
                        to.connection(),
                        () -> copy(variables, from.connection(), to.connection(), permissions))));
    }

    private boolean copy(
            PrivateVolume variables, Connection from, Connection to, Optional<FilePermissions> permissions) {
        pace.expect(2 * VolumeCopy.length(from, variables));
        new VolumeCopy(from, to, variables, pace, guard, permissions.orElse(null)).run();
        return true;
    }
}
