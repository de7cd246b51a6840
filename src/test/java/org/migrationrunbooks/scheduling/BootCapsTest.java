package org.migrationrunbooks.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BootCapsTest {

    private static BootCaps bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("runbooks.boot-slots", BootCaps.class);
    }

    @Test
    void fourBootOnAHostAndSixteenFromAStorageUnlessSaidOtherwise() {
        assertThat(bound(Map.of())).isEqualTo(new BootCaps(4, 16));
        assertThat(bound(Map.of("runbooks.boot-slots.per-host", "2", "runbooks.boot-slots.per-storage", "7")))
                .isEqualTo(new BootCaps(2, 7));
    }

    @Test
    void aCapThatLetsNothingBootIsRefused() {
        assertThatThrownBy(() -> new BootCaps(0, 16)).hasMessageContaining("runbooks.boot-slots");
        assertThatThrownBy(() -> new BootCaps(4, 0)).hasMessageContaining("runbooks.boot-slots");
    }
}
