package org.migrationrunbooks.runbook.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand sequences of calls against a host that is well, fails, is cut off, loses and gets power, while devices break and lie, people
 * attest and workers die: nothing of it is rebuilt without power read back as off, or two attestations and no sign of life.
 *
 * <p>{@code -Drebuild.seed=} plays one sequence again, {@code -Drebuild.sequences=} more of them.
 */
class RebuildRuleTest {

    private static final int LANES = 2;

    private final Map<String, Integer> seen = new ConcurrentSkipListMap<>();
    private final AtomicReference<String> violation = new AtomicReference<>();

    @Test
    void nothingIsRebuiltWithoutEvidenceOrTwoAttestationsAndNoSignOfLife() throws InterruptedException {
        long first = Long.getLong("rebuild.seed", 1);
        long last = Long.getLong("rebuild.seed", Long.getLong("rebuild.sequences", 10_000));
        AtomicLong next = new AtomicLong(first);
        List<RebuildBench> benches = IntStream.range(0, LANES)
                .mapToObj(lane -> new RebuildBench("rebuild-" + lane))
                .toList();
        List<Thread> lanes = benches.stream()
                .map(bench -> new Thread(() -> play(bench, next, last)))
                .toList();
        lanes.forEach(Thread::start);
        for (Thread lane : lanes) {
            lane.join();
        }

        System.out.println("Sequences " + first + " to " + last + ": " + seen);
        assertThat(violation.get()).isNull();
        if (first < last) {
            // Else the sequences were too tame to show anything.
            assertThat(seen)
                    .containsKeys(
                            "Task_FenceHost: done",
                            "Task_FenceHost: answers again",
                            "Task_RebuildInstance: Nobody and nothing has proved",
                            "Task_RebuildInstance: done",
                            "Task_RebuildInstance: shows a sign of life",
                            "Task_RebuildInstance: the power of",
                            "Task_RebuildInstance: did not tell whether",
                            "attestation refused: ALREADY_ATTESTED",
                            "attestation refused: HOST_MISNAMED",
                            "attestation refused: SIGN_OF_LIFE",
                            "rebuild asked for, attested",
                            "rebuild asked for, read back",
                            "rebuild asked for, read back, by a device that lies",
                            "worker gone");
        }
    }

    private void play(RebuildBench own, AtomicLong next, long last) {
        try (RebuildBench bench = own) {
            for (long seed = next.getAndIncrement();
                    seed <= last && violation.get() == null;
                    seed = next.getAndIncrement()) {
                Optional<String> found = new RebuildSequence(bench, seed, seen).play();
                if (found.isPresent()) {
                    violation.compareAndSet(null, "seed %d: %s".formatted(seed, found.get()));
                }
            }
        } catch (RuntimeException e) {
            violation.compareAndSet(null, "an exception: " + e);
            throw e;
        }
    }
}
