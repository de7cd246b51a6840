package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MonitorPropertiesTest {

    @Test
    void itIsOffByDefaultAndPatient() {
        assertThat(bind(Map.of()))
                .isEqualTo(new MonitorProperties(
                        false,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        2,
                        3,
                        Duration.ofMinutes(2),
                        List.of(),
                        List.of(),
                        16));
    }

    @Test
    void everythingCanBeSet() {
        assertThat(bind(Map.of(
                        "enabled", "true",
                        "interval", "2s",
                        "silent-for", "30s",
                        "sides", "1",
                        "storm-hosts", "5",
                        "storm-window", "90s",
                        "platforms", "one,two",
                        "except-hosts", "one/a",
                        "threads", "4")))
                .isEqualTo(new MonitorProperties(
                        true,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        1,
                        5,
                        Duration.ofSeconds(90),
                        List.of("one", "two"),
                        List.of("one/a"),
                        4));
    }

    @ParameterizedTest
    @CsvSource({
        "interval, 0s",
        "silent-for, 1s",
        "sides, 0",
        "sides, 5",
        "storm-hosts, 1",
        "storm-window, -1s",
        "threads, 0"
    })
    void whatMakesNoSenseStopsTheStartAndIsNamed(String property, String value) {
        assertThatThrownBy(() -> bind(Map.of(property, value)))
                .rootCause()
                .hasMessageContaining("runbooks.monitor." + property);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 3", "40, 3"})
    void inASmallFleetAllHostsAreAStormAndOneAloneIsNone(int hosts, int threshold) {
        assertThat(bind(Map.of()).stormOf(hosts)).isEqualTo(threshold);
    }

    private static MonitorProperties bind(Map<String, String> properties) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        properties.forEach((name, value) -> source.put("runbooks.monitor." + name, value));
        return new Binder(source).bindOrCreate("runbooks.monitor", MonitorProperties.class);
    }
}
