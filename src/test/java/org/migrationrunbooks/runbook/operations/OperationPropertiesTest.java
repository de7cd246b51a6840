package org.migrationrunbooks.runbook.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OperationPropertiesTest {

    @Test
    void theDevicesOfAHostAreTriedSeveralTimesWithinThePatienceHoweverShortItIs() {
        assertThat(patient("6s").powerPause(false)).isEqualTo(Duration.ofSeconds(1));
        assertThat(patient("300ms").powerPause(false)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void patienceDoesNotMakeTheTriesRare() {
        assertThat(patient("1m").powerPause(false)).isEqualTo(Duration.ofSeconds(10));
        assertThat(patient("1h").powerPause(false)).isEqualTo(Duration.ofSeconds(10));
    }

    private static OperationProperties patient(String patience) {
        return new Binder(new MapConfigurationPropertySource(Map.of("runbooks.operations.power-patience", patience)))
                .bind("runbooks.operations", OperationProperties.class)
                .get();
    }
}
