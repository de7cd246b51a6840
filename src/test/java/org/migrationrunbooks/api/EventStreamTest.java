package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.testing.StoppedClock;

@DisplayName("A stream of events")
class EventStreamTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void breaksOffAfterItsTimeEvenWhereThereIsNews() {
        StoppedClock clock = new StoppedClock();
        AtomicInteger deliveries = new AtomicInteger();
        EventStream stream = new EventStream(
                "runbook",
                delivery -> {
                    deliveries.incrementAndGet();
                    delivery.run();
                },
                clock,
                HEARTBEAT,
                LIMIT);
        AtomicInteger over = new AtomicInteger();
        stream.whenOver(over::incrementAndGet);
        stream.offer("{\"state\": 1}", false);
        clock.pass(LIMIT.minusSeconds(1));
        stream.offer("{\"state\": 2}", false);
        assertThat(deliveries).hasValue(2);
        assertThat(over).hasValue(0);

        clock.pass(Duration.ofSeconds(1));
        stream.offer("{\"state\": 3}", false);
        stream.offer("{\"state\": 4}", false);

        assertThat(deliveries)
                .as("the news are not sent any more, the end is, once")
                .hasValue(3);
        assertThat(over).hasValue(1);
    }
}
