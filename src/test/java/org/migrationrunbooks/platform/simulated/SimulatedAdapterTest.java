package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformSettings;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.io.DefaultResourceLoader;

class SimulatedAdapterTest {

    private final SimulatedAdapter adapter = new SimulatedAdapter(new DefaultResourceLoader(), new MovableClock());

    @Test
    void theDemoFleetOpensWithNothingButItsFileNamed() {
        var entry = new Entry(Map.of(
                "fleet", "classpath:fleets/demo.yaml", "database", SimulatedInstallation.memory(), "time-scale", "60"));

        try (Platform platform = adapter.open(entry)) {
            assertThat(platform.type()).isEqualTo("simulated");
            assertThat(platform.health().usable()).isTrue();
            assertThat(platform.health().detail()).contains("6 hosts").contains("60");
            assertThat(platform.hypervisor().inventory().instances()).hasSize(24);
            assertThat(platform.faultInjection()).isPresent();
        }
    }

    @Test
    void theApplicationsConfigurationOpensIt() {
        new ApplicationContextRunner()
                .withUserConfiguration(ThisPlatformOnly.class)
                .withBean(Clock.class, MovableClock::new)
                .withPropertyValues(
                        "runbooks.platforms[0].name=demo",
                        "runbooks.platforms[0].type=simulated",
                        "runbooks.platforms[0].fleet=classpath:fleets/demo.yaml",
                        "runbooks.platforms[0].database=" + SimulatedInstallation.memory())
                .run(context -> assertThat(context.getBean(Platforms.class)
                                .get("demo")
                                .hypervisor()
                                .inventory()
                                .host("node-a"))
                        .isPresent());
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackageClasses = Platforms.class,
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.platform\\.(?!simulated)[a-z]+\\..*"))
    static class ThisPlatformOnly {}

    @Test
    void unsetPropertiesHaveTheirDefaults() {
        SimulatorSettings settings = new Entry(Map.of()).bind(SimulatorSettings.class);

        assertThat(settings.timeScale()).isEqualTo(1);
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.databaseOf("demo")).startsWith("jdbc:h2:file:./data/simulated-demo;WRITE_DELAY=0");
    }

    @Test
    void everyPropertyIsBound() {
        SimulatorSettings settings = new Entry(Map.of(
                        "fleet",
                        "file:fleet.yaml",
                        "database",
                        "jdbc:h2:mem:x",
                        "time-scale",
                        "2.5",
                        "call-timeout",
                        "2s"))
                .bind(SimulatorSettings.class);

        assertThat(settings)
                .isEqualTo(new SimulatorSettings("file:fleet.yaml", "jdbc:h2:mem:x", 2.5, Duration.ofSeconds(2)));
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> adapter.open(new Entry(Map.of("database", SimulatedInstallation.memory()))))
                .withMessageContaining("fleet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimulatorSettings(null, null, 0, Duration.ofSeconds(1)))
                .withMessageContaining("timeScale");
    }

    /** An entry as the application's configuration gives it. */
    private record Entry(Map<String, String> properties) implements PlatformSettings {

        @Override
        public String name() {
            return "sim";
        }

        @Override
        public String type() {
            return SimulatedAdapter.TYPE;
        }

        @Override
        public <T> T bind(Class<T> type) {
            try {
                return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("", type);
            } catch (BindException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
