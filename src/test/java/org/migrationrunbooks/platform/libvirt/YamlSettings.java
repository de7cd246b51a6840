package org.migrationrunbooks.platform.libvirt;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.springframework.core.io.Resource;

/** The first platform of a configuration file, bound as the application binds it. */
record YamlSettings(StandardEnvironment environment) implements PlatformSettings {

    private static final String PREFIX = "runbooks.platforms[0]";

    /**
     * The settings of a file.
     *
     * @param overrides of single properties, by their names within the platform
     */
    static YamlSettings of(Resource yaml, Map<String, Object> overrides) {
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
        return new YamlSettings(environment);
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
