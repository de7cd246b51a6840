package org.migrationrunbooks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the lab's observer heard of a guest since its last reset.
 *
 * @param currentHosts from which it was heard within the last second
 * @param bootIds more than one where the guest was started anew
 * @param lost sequence numbers that were skipped
 * @param backwards sequence numbers that were heard after a higher one
 * @param overlaps beats that prove two running copies
 * @param longestGap of silence, as heard from outside
 */
public record Heartbeats(
        long beats,
        List<String> currentHosts,
        String lastHost,
        List<String> bootIds,
        long lost,
        long backwards,
        long overlaps,
        Duration longestGap,
        Duration age) {

    static Heartbeats of(JsonNode json) {
        return new Heartbeats(
                json.path("beats").asLong(),
                texts(json.path("currentHosts")),
                json.path("lastHost").asText(),
                texts(json.path("bootIds")),
                json.path("lost").asLong(),
                json.path("backwards").asLong(),
                json.path("overlaps").asLong(),
                Duration.ofMillis(json.path("longestGap").path("millis").asLong()),
                Duration.ofMillis(json.path("ageMillis").asLong()));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Whether the guest is the same life without a beat missing, heard twice or out of order. */
    public boolean continuous() {
        return bootIds.size() == 1 && lost == 0 && backwards == 0 && overlaps == 0;
    }
}
