package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.migrationrunbooks.platform.PlatformSettings;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** The first fencing device of a configuration, bound as the application binds it. */
record DeviceSettings(StandardEnvironment environment) implements PlatformSettings {

    private static final String PREFIX = "runbooks.fencing[0]";

    static DeviceSettings of(Resource yaml, Map<String, String> overrides) {
        Map<String, Object> properties = new HashMap<>();
        try {
            for (PropertySource<?> source : new YamlPropertySourceLoader().load("yaml", yaml)) {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    properties.put(name, String.valueOf(source.getProperty(name)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        overrides.forEach((key, value) -> properties.put(PREFIX + "." + key, value));
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("yaml", properties));
        return new DeviceSettings(environment);
    }

    /**
     * The settings of one entry.
     *
     * @param entry a YAML map in braces
     */
    static DeviceSettings of(String entry, Map<String, String> overrides) {
        return of(
                new ByteArrayResource(("runbooks: {fencing: [" + entry + "]}").getBytes(StandardCharsets.UTF_8)),
                overrides);
    }

    @Override
    public String name() {
        return environment.getRequiredProperty(PREFIX + ".name");
    }

    @Override
    public String type() {
        return environment.getRequiredProperty(PREFIX + ".type");
    }

    @Override
    public <T> T bind(Class<T> properties) {
        try {
            return Binder.get(environment).bindOrCreate(PREFIX, properties);
        } catch (BindException e) {
            throw new IllegalArgumentException(PREFIX + ": " + e.getMessage(), e);
        }
    }
}
