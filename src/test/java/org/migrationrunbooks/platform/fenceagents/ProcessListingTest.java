package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessListingTest {

    private static final String OPEN = "proc /proc proc rw,relatime 0 0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc /proc proc rw,nosuid,relatime,hidepid=2 0 0",
                "proc /proc proc rw,hidepid=invisible,gid=27 0 0",
                "proc /proc proc hidepid=1 0 0"
            })
    void isHiddenWhereTheMountSaysSo(String mount) {
        assertThat(ProcessListing.hidden(List.of("sysfs /sys sysfs rw 0 0", mount)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {OPEN, "proc /proc proc rw,hidepid=0 0 0", "proc /proc proc rw,hidepid=off 0 0"})
    void isOpenOtherwise(String mount) {
        assertThat(ProcessListing.hidden(List.of(mount))).isFalse();
    }

    @Test
    void countsTheMountThatIsOnTop() {
        assertThat(ProcessListing.hidden(List.of("proc /proc proc rw,hidepid=2 0 0", OPEN)))
                .isFalse();
    }

    @Test
    void isOpenWhereNothingIsKnown() {
        assertThat(ProcessListing.hidden(List.of())).isFalse();
        assertThat(ProcessListing.hidden(List.of("proc /jail/proc proc rw,hidepid=2 0 0")))
                .isFalse();
    }
}
