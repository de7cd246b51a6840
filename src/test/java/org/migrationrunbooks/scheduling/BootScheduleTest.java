package org.migrationrunbooks.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.forecast.Forecast;

class BootScheduleTest {

    private static Duration seconds(long number) {
        return Duration.ofSeconds(number);
    }

    private static BootSchedule.Boot boot(String instance, String host, long low, long expected, long high) {
        return new BootSchedule.Boot(
                new InstanceId("demo", instance),
                new HostId("demo", host),
                "demo",
                new Forecast.Range(seconds(low), seconds(expected), seconds(high)));
    }

    @Example
    void nothingToBootTakesNoTime() {
        assertThat(BootSchedule.makespan(List.of(), new BootCaps(4, 16)))
                .isEqualTo(new Forecast.Range(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @Example
    void aSlotGoesToTheFirstInOrderWhoseHostHasRoom() {
        List<BootSchedule.Boot> boots = List.of(
                boot("db-1", "node-b", 5, 10, 30),
                boot("web-1", "node-b", 5, 10, 30),
                boot("web-2", "node-c", 2, 4, 12),
                boot("web-3", "node-c", 2, 4, 12));
        BootCaps caps = new BootCaps(1, 2);

        assertThat(BootSchedule.expectedEnds(boots, caps))
                .isEqualTo(Map.of(
                        new InstanceId("demo", "db-1"), seconds(10),
                        new InstanceId("demo", "web-2"), seconds(4),
                        new InstanceId("demo", "web-3"), seconds(8),
                        new InstanceId("demo", "web-1"), seconds(20)));
        assertThat(BootSchedule.makespan(boots, caps))
                .isEqualTo(new Forecast.Range(seconds(10), seconds(20), seconds(60)));
    }

    /** Fifty instances on ten hosts, as an evacuation has them. */
    @Example
    void fiftyInstancesTakeLittleLongerThanAnyOrderWould() {
        Random random = new Random(7);
        List<BootSchedule.Boot> boots = IntStream.range(0, 50)
                .mapToObj(i -> {
                    long time = 3L + random.nextInt(6);
                    return boot("web-" + i, "node-" + i % 10, time, time, time);
                })
                .toList();
        BootCaps caps = new BootCaps(4, 16);
        Duration bound = BootBound.of(boots, caps);

        assertThat(BootSchedule.makespan(boots, caps).expected())
                .isBetween(bound, bound.multipliedBy(5).dividedBy(4));
    }

    @Provide
    Arbitrary<List<BootSchedule.Boot>> plans() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(1, 20))
                .as((host, storage, time) -> new BootSchedule.Boot(
                        new InstanceId("demo", "any"),
                        new HostId("demo", "node-" + host),
                        "storage-" + storage,
                        new Forecast.Range(seconds(time), seconds(time), seconds(time))))
                .list()
                .ofMaxSize(20)
                .map(BootScheduleTest::named);
    }

    private static List<BootSchedule.Boot> named(List<BootSchedule.Boot> boots) {
        List<BootSchedule.Boot> named = new ArrayList<>();
        for (BootSchedule.Boot boot : boots) {
            named.add(new BootSchedule.Boot(
                    new InstanceId("demo", "web-" + named.size()), boot.host(), boot.storage(), boot.time()));
        }
        return named;
    }

    @Provide
    Arbitrary<BootCaps> caps() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 6))
                .as(BootCaps::new);
    }

    @Property
    void noScheduleIsQuickerThanAnyOrderCanBeNorBreaksTheCaps(
            @ForAll("plans") List<BootSchedule.Boot> boots, @ForAll("caps") BootCaps caps) {
        Map<InstanceId, Duration> ends = BootSchedule.expectedEnds(boots, caps);

        assertThat(BootSchedule.makespan(boots, caps).expected()).isGreaterThanOrEqualTo(BootBound.of(boots, caps));
        for (BootSchedule.Boot at : boots) {
            Duration moment = start(at, ends);
            List<BootSchedule.Boot> together = boots.stream()
                    .filter(boot -> start(boot, ends).compareTo(moment) <= 0 && moment.compareTo(end(boot, ends)) < 0)
                    .toList();
            assertThat(together)
                    .filteredOn(boot -> boot.host().equals(at.host()))
                    .hasSizeLessThanOrEqualTo(caps.perHost());
            assertThat(together)
                    .filteredOn(boot -> boot.storage().equals(at.storage()))
                    .hasSizeLessThanOrEqualTo(caps.perStorage());
        }
    }

    private static Duration end(BootSchedule.Boot boot, Map<InstanceId, Duration> ends) {
        return Objects.requireNonNull(ends.get(boot.instance()));
    }

    private static Duration start(BootSchedule.Boot boot, Map<InstanceId, Duration> ends) {
        return end(boot, ends).minus(boot.time().expected());
    }
}
