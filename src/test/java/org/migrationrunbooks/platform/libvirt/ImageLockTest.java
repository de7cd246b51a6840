package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLockTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internal error: process exited while connecting to monitor: qemu-system-x86_64: -blockdev {…}: Failed to get \"write\" lock\n"
                        + "Is another process using the image [/srv/shared/web-1.qcow2]?",
                "internal error: qemu unexpectedly closed the monitor: Failed to get shared \"write\" lock",
                "resource busy: Lockspace resource '/srv/shared/web-1.qcow2' is locked",
                "resource busy: Failed to acquire lock: error -243"
            })
    void knowsTheWordsOfTheLocks(String answer) {
        assertThat(ImageLock.heldElsewhere(answer)).isTrue();
    }

    @Test
    void takesNoOtherFailureForOne() {
        assertThat(ImageLock.heldElsewhere("Cannot access storage file '/srv/shared/web-1.qcow2': No such file"))
                .isFalse();
        assertThat(ImageLock.heldElsewhere("Failed to get option 'blockdev'")).isFalse();
    }
}
