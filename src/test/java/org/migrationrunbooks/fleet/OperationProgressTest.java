package org.migrationrunbooks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperationProgressTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private final JsonMapper json = JsonMapper.builder().findAndAddModules().build();

    @Test
    void whatWasStoredBeforeDisksWereToldApartIsRead() throws JsonProcessingException {
        OperationProgress stored = json.readValue(
                """
                {"phase": "pre-copy", "total": 10, "processed": 4, "remaining": 6, "iteration": 1, "observedAt": "2026-01-02T03:04:05Z"}
                """,
                OperationProgress.class);

        assertThat(stored.disks()).isNull();
        assertThat(stored.rest()).isEqualTo(amount(10, 4, 6));
    }

    @Test
    void disksAndTheRestMakeTheWhole() throws JsonProcessingException {
        OperationProgress progress = new OperationProgress(
                OperationPhase.COPYING_DISKS,
                ByteSize.ofBytes(10),
                ByteSize.ofBytes(4),
                ByteSize.ofBytes(6),
                null,
                null,
                null,
                null,
                null,
                NOW,
                amount(7, 4, 3));

        assertThat(progress.rest()).isEqualTo(amount(3, 0, 3));
        assertThat(json.readValue(json.writeValueAsString(progress), OperationProgress.class))
                .isEqualTo(progress);
    }

    private static OperationProgress.Amount amount(long total, long processed, long remaining) {
        return new OperationProgress.Amount(
                ByteSize.ofBytes(total), ByteSize.ofBytes(processed), ByteSize.ofBytes(remaining));
    }
}
