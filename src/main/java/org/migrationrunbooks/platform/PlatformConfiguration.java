package org.migrationrunbooks.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.migrationrunbooks.platform.PlatformConfiguration.PlatformsProperties.Entry;
import org.springframework.beans.factory.ObjectProvider;
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
     * The part of the configuration that all platforms and fencing devices have; the rest of an entry belongs to its adapter.
     *
     * @param platforms in the order in which they are listed to people
     * @param fencing in the order in which the devices of a host are tried
     */
    @ConfigurationProperties("runbooks")
    record PlatformsProperties(List<Entry> platforms, List<Entry> fencing) {

        PlatformsProperties {
            platforms = platforms == null ? List.of() : List.copyOf(platforms);
            fencing = fencing == null ? List.of() : List.copyOf(fencing);
        }

        record Entry(String name, String type) {}
    }

    @Bean
    Platforms platforms(PlatformsProperties properties, List<PlatformAdapter> adapters, Environment environment) {
        return new Platforms(open(
                "runbooks.platforms",
                properties.platforms(),
                byType(adapters, PlatformAdapter::type),
                PlatformAdapter::open,
                environment));
    }

    @Bean
    FencingDevices fencingDevices(
            PlatformsProperties properties,
            ObjectProvider<FencingAdapter> adapters,
            Platforms platforms,
            Environment environment) {
        return new FencingDevices(
                open(
                        "runbooks.fencing",
                        properties.fencing(),
                        byType(adapters.orderedStream().toList(), FencingAdapter::type),
                        FencingAdapter::open,
                        environment),
                platforms);
    }

    private static <A> Map<String, A> byType(List<A> adapters, Function<A, String> type) {
        return adapters.stream().collect(Collectors.toMap(type, Function.identity()));
    }

    private static <A, T> List<T> open(
            String list,
            List<Entry> entries,
            Map<String, A> byType,
            BiFunction<A, PlatformSettings, T> opening,
            Environment environment) {
        List<T> open = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            A adapter = byType.get(entry.type());
            if (adapter == null) {
                throw new IllegalArgumentException("%s[%d].type: no adapter for '%s'; there are %s"
                        .formatted(list, i, entry.type(), byType.keySet()));
            }
            open.add(opening.apply(
                    adapter, new BoundSettings(entry, "%s[%d]".formatted(list, i), Binder.get(environment))));
        }
        return open;
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
