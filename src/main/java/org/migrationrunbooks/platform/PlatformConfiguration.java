package org.migrationrunbooks.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.platform.PlatformConfiguration.PlatformsProperties.Entry;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Opens what {@code runbooks.platforms[]} names, each with the adapter of its type. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlatformConfiguration.PlatformsProperties.class)
class PlatformConfiguration {

    /**
     * The part of the configuration that all platforms have; the rest of an entry belongs to its adapter.
     *
     * @param platforms in the order in which they are listed to people
     */
    @ConfigurationProperties("runbooks")
    record PlatformsProperties(List<Entry> platforms) {

        PlatformsProperties {
            platforms = platforms == null ? List.of() : List.copyOf(platforms);
        }

        record Entry(String name, String type) {}
    }

    @Bean
    Platforms platforms(PlatformsProperties properties, List<PlatformAdapter> adapters, Environment environment) {
        Map<String, PlatformAdapter> byType = new HashMap<>();
        adapters.forEach(adapter -> byType.put(adapter.type(), adapter));
        List<Platform> open = new ArrayList<>();
        for (int i = 0; i < properties.platforms().size(); i++) {
            Entry entry = properties.platforms().get(i);
            PlatformAdapter adapter = byType.get(entry.type());
            if (adapter == null) {
                throw new IllegalArgumentException("runbooks.platforms[%d].type: no adapter for '%s'; there are %s"
                        .formatted(i, entry.type(), byType.keySet()));
            }
            open.add(adapter.open(new BoundSettings(entry, "runbooks.platforms[" + i + "]", Binder.get(environment))));
        }
        return new Platforms(open);
    }

    private record BoundSettings(Entry entry, String prefix, Binder binder) implements PlatformSettings {

        @Override
        public String name() {
            return entry.name();
        }

        @Override
        public String type() {
            return entry.type();
        }

        @Override
        public <T> T bind(Class<T> properties) {
            try {
                return binder.bindOrCreate(prefix, properties);
            } catch (BindException e) {
                throw new IllegalArgumentException(prefix + ": " + e.getMessage(), e);
            }
        }
    }
}
