package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.fleet.HostId;

class StormRuleTest {

    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    @ParameterizedTest(name = "silent since {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | ''",
                "0                | ''",
                "0, 1             | ''",
                "0, 0, 0          | 0, 1, 2",
                "0, 60, 120       | 0, 1, 2",
                "0, 60, 121       | ''",
                "0, 121, 180, 241 | 1, 2, 3",
                "0, 90, 100, 220  | 0, 1, 2",
                "0, 90, 100, 210  | 0, 1, 2, 3",
                "500, 0, 120, 10  | 1, 2, 3"
            })
    void threeWithinTwoMinutesAreAStorm(String seconds, String members) {
        List<Integer> since = numbers(seconds);
        List<StormRule.Unheard> unheard = IntStream.range(0, since.size())
                .mapToObj(host ->
                        new StormRule.Unheard(new HostId("p", "host-" + host), BEGIN.plusSeconds(since.get(host))))
                .toList();

        assertThat(StormRule.storm(unheard, 3, Duration.ofMinutes(2)))
                .extracting(HostId::name)
                .containsExactlyElementsOf(
                        numbers(members).stream().map(host -> "host-" + host).toList());
    }

    private static List<Integer> numbers(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", -1))
                        .map(String::trim)
                        .map(Integer::valueOf)
                        .toList();
    }
}
