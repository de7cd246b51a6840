package org.migrationrunbooks.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The text form of an entry's details: a JSON object, its members in order of their names. */
final class Details {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

    private Details() {}

    static String toJson(Map<String, String> details) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(details));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always written", e);
        }
    }

    /** The details in this text; where somebody made it unreadable, the text itself under the name {@code unreadable}. */
    static Map<String, String> fromJson(String json) {
        try {
            return Collections.unmodifiableMap(JSON.readValue(json, TYPE));
        } catch (JsonProcessingException e) {
            return Map.of("unreadable", json);
        }
    }
}
