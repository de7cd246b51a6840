package org.migrationrunbooks.platform.simulated;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.Resource;

/** Reads fleet files, strictly: what is misspelt would otherwise be a fleet that silently behaves otherwise. */
final class FleetReader {

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new PlainDuration()))
            .build();

    private FleetReader() {}

    /**
     * Reads a fleet.
     *
     * @throws IllegalArgumentException where the file is missing or wrong; the message names file, line and field
     */
    static Fleet read(Resource file, String platform) {
        if (!file.exists()) {
            throw new IllegalArgumentException("there is no fleet file " + file.getDescription());
        }
        try (InputStream in = file.getInputStream()) {
            FleetFile fleet = MAPPER.readValue(in, FleetFile.class);
            return fleet.of(platform);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file.getDescription() + ": " + what(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.getDescription() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the fleet file cannot be read: " + file.getDescription(), e);
        }
    }

    private static String what(JsonProcessingException e) {
        String text = e instanceof UnrecognizedPropertyException unknown
                ? "there is no key '%s' here; there are %s"
                        .formatted(unknown.getPropertyName(), unknown.getKnownPropertyIds())
                : e.getOriginalMessage();
        JsonLocation location = e.getLocation();
        // What is missing or unknown is noticed only at the end of its entry.
        String line = location == null ? "" : "near line " + location.getLineNr() + ": ";
        return line + (e instanceof JsonMappingException mapping ? field(mapping) : "") + text;
    }

    /** The way to the field, as {@code instances[3].memory: }. */
    private static String field(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "" : path.substring(1) + ": ";
    }

    /** Durations as elsewhere in the configuration: {@code 500ms}, {@code 2s}, {@code PT2S}. */
    private static final class PlainDuration extends StdDeserializer<Duration> {

        private static final long serialVersionUID = 1;

        PlainDuration() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return DurationStyle.detectAndParse(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, Duration.class, "write for example 500ms or 2s");
            }
        }
    }
}
