package org.migrationrunbooks.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast.Convergence;
import org.migrationrunbooks.forecast.Forecast.Range;

@DisplayName("A forecast")
class PreCopyForecasterTest {

    private static final Duration DEFAULT_DOWNTIME = Duration.ofMillis(300);
    private static final Strategy.Live POST_COPY = new Strategy.Live(false, true);

    private final PreCopyForecaster forecaster = new PreCopyForecaster();

    /** Single runs of a 192 MiB guest with a hot set of 64 MiB on a link of 160 Mbit/s, libvirt 11 and QEMU 10. */
    @ParameterizedTest(name = "{0} MiB/s: {1} s")
    @CsvSource({"0, 8.2", "5, 10.8", "10, 15.8", "15, 26.7"})
    void holdsForTheGuestsThatConvergedInTheLibvirtLab(int dirtyMebibytes, double measuredSeconds) {
        Forecast forecast = forecaster.forecast(lab(dirtyMebibytes, DEFAULT_DOWNTIME, Strategy.PLAIN));

        assertThat(forecast.convergence()).isEqualTo(Convergence.CONVERGES);
        assertWithin(forecast.totalTime(), measuredSeconds);
    }

    @ParameterizedTest(name = "{0} MiB/s")
    @CsvSource({"25", "40"})
    void tellsThatTheGuestsThatNeverEndedInTheLibvirtLabNeverEnd(int dirtyMebibytes) {
        Forecast forecast = forecaster.forecast(lab(dirtyMebibytes, DEFAULT_DOWNTIME, Strategy.PLAIN));

        assertThat(forecast.convergence()).isEqualTo(Convergence.NEVER);
        assertThat(forecast.notes()).anyMatch(note -> note.contains("downtime limit of about"));
    }

    /** As libvirt measures it: the rate over one second, and nothing of the working set. */
    @ParameterizedTest(name = "measured {0} MB/s: {1}")
    @CsvSource({"5, CONVERGES", "28, NEVER", "40, NEVER"})
    void takesWhatOneSecondDirtiesForTheLeastThatTheWorkingSetCanBe(int measured, Convergence convergence) {
        MemoryLoad load = new MemoryLoad(DataRate.ofMebibytesPerSecond(measured), null);
        Forecast forecast = forecaster.forecast(request(192, load, "160Mbit", Strategy.PLAIN));

        assertThat(forecast.convergence()).isEqualTo(convergence);
    }

    @ParameterizedTest(name = "{0} MiB/s: {1} s, standing still for {2} s")
    @CsvSource({"25, 11.9, 0.653", "40, 12.0, 1.830"})
    void holdsForPostCopyInTheLibvirtLab(int dirtyMebibytes, double measuredSeconds, double measuredGap) {
        Forecast forecast = forecaster.forecast(lab(dirtyMebibytes, DEFAULT_DOWNTIME, POST_COPY));

        assertThat(forecast.convergence()).isEqualTo(Convergence.WITH_POST_COPY);
        assertWithin(forecast.totalTime(), measuredSeconds);
        assertWithin(forecast.downtime(), measuredGap);
    }

    @ParameterizedTest(name = "{0} MiB/s: {1} s, standing still for {2} s")
    @CsvSource({"15, 13.1, 2.653", "25, 17.2, 2.826", "40, 14.5, 2.636"})
    void tellsThatEnoughDowntimeEndsWhatElseNeverEnded(int dirtyMebibytes, double measuredSeconds, double measuredGap) {
        Forecast forecast = forecaster.forecast(lab(dirtyMebibytes, Duration.ofMillis(2500), Strategy.PLAIN));

        assertThat(forecast.convergence()).isEqualTo(Convergence.CONVERGES);
        assertWithin(forecast.totalTime(), measuredSeconds);
        assertWithin(forecast.downtime(), measuredGap);
    }

    @Test
    void isTheSameForTheSameRequest() {
        ForecastRequest request = request(4096, MemoryLoad.UNKNOWN, "1Gbit", new Strategy.Live(true, true));

        assertThat(forecaster.forecast(request)).isEqualTo(forecaster.forecast(request));
    }

    @Test
    void isWiderTheLessIsKnown() {
        Range known = forecaster
                .forecast(request(8192, load(10, 512), "1Gbit", Strategy.PLAIN))
                .totalTime();
        Range halfKnown = forecaster
                .forecast(
                        request(8192, new MemoryLoad(DataRate.ofMebibytesPerSecond(10), null), "1Gbit", Strategy.PLAIN))
                .totalTime();
        Range unknown = forecaster
                .forecast(request(8192, MemoryLoad.UNKNOWN, "1Gbit", Strategy.PLAIN))
                .totalTime();

        assertThat(width(halfKnown)).isGreaterThan(width(known));
        assertThat(width(unknown)).isGreaterThan(width(halfKnown));
    }

    @Test
    void growsWithMemoryAndDirtyRateAndShrinksWithBandwidth() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 40; i++) {
            long memory = random.nextLong(1024, 65536);
            long dirty = random.nextLong(0, 10);
            long set = random.nextLong(16, 1024);
            Range base = total(memory, dirty, set, 1000);

            assertNotBelow(total(memory * 2, dirty, set, 1000), base);
            assertNotBelow(total(memory, dirty + 5, set, 1000), base);
            assertNotBelow(base, total(memory, dirty, set, 2000));
        }
    }

    @Test
    void disksComeBeforeMemoryAndNobodyKnowsHowFullTheyAre() {
        Forecast memory = forecaster.forecast(withDisks(Strategy.PLAIN));
        Forecast both = forecaster.forecast(withDisks(new Strategy.Live(false, false, true)));

        assertThat(memory.totalTime())
                .isEqualTo(forecaster
                        .forecast(request(4096, load(10, 256), "1Gbit", Strategy.PLAIN))
                        .totalTime());
        // 100 GiB over 1 Gbit/s of which 0.943 carry data: 910 s if they are full, a quarter of that at the least.
        assertThat(both.totalTime().low().minus(memory.totalTime().low())).isBetween(seconds(220), seconds(330));
        assertThat(both.totalTime().expected().minus(memory.totalTime().expected()))
                .isBetween(seconds(500), seconds(700));
        assertThat(both.totalTime().high().minus(memory.totalTime().high())).isGreaterThan(seconds(850));
        assertThat(both.downtime()).isEqualTo(memory.downtime());
        assertThat(both.iterations()).isEqualTo(memory.iterations());
        assertThat(both.transferred().bytes() - memory.transferred().bytes()).isBetween(50L << 30, 80L << 30);
        assertThat(both.notes()).anyMatch(note -> note.startsWith("Disks of 100 GB are copied first"));
        assertThat(memory.notes()).noneMatch(note -> note.contains("Disks"));
    }

    private static ForecastRequest withDisks(Strategy.Live strategy) {
        ForecastRequest memory = request(4096, load(10, 256), "1Gbit", strategy);
        return new ForecastRequest(
                memory.platformType(),
                memory.memory(),
                memory.load(),
                memory.bandwidth(),
                memory.maxDowntime(),
                strategy,
                ByteSize.of("100GB"));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void saysWhatItRestsOn() {
        Forecast unknown = forecaster.forecast(request(4096, MemoryLoad.UNKNOWN, "10Gbit", Strategy.PLAIN));
        Forecast known = forecaster.forecast(request(4096, load(40, 512), "10Gbit", Strategy.PLAIN));

        assertThat(unknown.notes())
                .anyMatch(note -> note.startsWith("Dirty rate not known: assumed between 1 MB/s and 64 MB/s"))
                .anyMatch(note -> note.startsWith("Working set not known: assumed between 2 % and 50 %"));
        assertThat(known.notes())
                .anyMatch(note -> note.startsWith("Dirty rate 40 MB/s as measured or declared"))
                .anyMatch(note -> note.startsWith("Working set 512 MB as measured or declared"))
                .anyMatch(note -> note.startsWith("Pages never touched are not known"));
    }

    @Test
    void saysHowOftenItWouldGoOtherwise() {
        Forecast close = forecaster.forecast(request(4096, load(105, 2048), "1Gbit", Strategy.PLAIN));

        assertThat(close.notes()).anyMatch(note -> note.matches("In \\d+ % of the cases considered it .*"));
    }

    @Test
    void standsForAnInstanceWithoutMemoryLoadOrSize() {
        Forecast nothing = forecaster.forecast(request(0, load(0, 0), "1Gbit", Strategy.PLAIN));

        assertThat(nothing.convergence()).isEqualTo(Convergence.CONVERGES);
        assertThat(nothing.totalTime().high()).isLessThan(Duration.ofSeconds(5));
    }

    private Range total(long memory, long dirty, long set, long megabits) {
        Forecast forecast = forecaster.forecast(request(memory, load(dirty, set), megabits + "Mbit", Strategy.PLAIN));
        assertThat(forecast.convergence()).isEqualTo(Convergence.CONVERGES);
        assertThat(forecast.notes()).as("unanimous").noneMatch(note -> note.contains("of the cases considered"));
        return forecast.totalTime();
    }

    private static void assertNotBelow(Range larger, Range smaller) {
        assertThat(larger.low()).isGreaterThanOrEqualTo(smaller.low());
        assertThat(larger.expected()).isGreaterThanOrEqualTo(smaller.expected());
        assertThat(larger.high()).isGreaterThanOrEqualTo(smaller.high());
    }

    private static void assertWithin(Range range, double seconds) {
        assertThat(Duration.ofMillis(Math.round(seconds * 1000))).isBetween(range.low(), range.high());
    }

    private static double width(Range range) {
        return (double) range.high().toMillis() / range.low().toMillis();
    }

    private static ForecastRequest lab(int dirtyMebibytes, Duration maxDowntime, Strategy.Live strategy) {
        return new ForecastRequest(
                "libvirt",
                ByteSize.ofMebibytes(192),
                load(dirtyMebibytes, 64),
                DataRate.ofMegabitsPerSecond(160),
                maxDowntime,
                strategy);
    }

    private static ForecastRequest request(long mebibytes, MemoryLoad load, String bandwidth, Strategy.Live strategy) {
        return new ForecastRequest(
                "simulated", ByteSize.ofMebibytes(mebibytes), load, DataRate.of(bandwidth), DEFAULT_DOWNTIME, strategy);
    }

    private static MemoryLoad load(long dirtyMebibytes, long workingSetMebibytes) {
        return new MemoryLoad(DataRate.ofMebibytesPerSecond(dirtyMebibytes), ByteSize.ofMebibytes(workingSetMebibytes));
    }
}
