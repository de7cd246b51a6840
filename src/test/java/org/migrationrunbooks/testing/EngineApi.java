package org.migrationrunbooks.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Every operation of the engine's REST API, out of the description that comes with it. */
public final class EngineApi {

    private EngineApi() {}

    /** One line for each, such as {@code POST /task/{id}/claim}. */
    public static Set<String> operations() {
        try (InputStream description = EngineApi.class.getResourceAsStream("/openapi.json")) {
            JsonNode paths = new ObjectMapper().readTree(description).path("paths");
            Set<String> operations = new TreeSet<>();
            paths.properties().forEach(path -> path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
