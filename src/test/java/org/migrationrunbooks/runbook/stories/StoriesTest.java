package org.migrationrunbooks.runbook.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens in whichever order to a fleet, through whichever door, and whatever becomes of the application meanwhile: no instance
 * runs twice, every run comes to its end, and nothing is held then. A story that fails is made as short as time allows.
 *
 * <p>{@code -Dstories.tries=200} for more stories, {@code -Dstories.fleets=7} for others fleets in them, {@code -Dstories.restarts=20} for
 * more of those in which the application is started anew.
 */
class StoriesTest {

    private static final int FLEETS = 6;
    private static final int SHORTEST = 6;
    private static final int LONGEST = 18;
    private static final int TRIES = Integer.getInteger("stories.tries", 10);
    private static final int MOST_TRIES = 1000;

    private static @Nullable Estate estate;
    private static int tried;

    @BeforeContainer
    static void start() {
        long first = Long.getLong("stories.fleets", 1);
        estate = new Estate(
                LongStream.range(0, FLEETS)
                        .mapToObj(fleet -> new RandomFleet(first * FLEETS + fleet))
                        .toList(),
                Integer.getInteger("stories.restarts", 1));
    }

    @AfterContainer
    static void stop() {
        System.out.println("Stories: " + Objects.requireNonNull(estate).seen());
        Objects.requireNonNull(estate).close();
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<Act.Kind> kind = Arbitraries.frequency(
                Tuple.of(3, Act.Kind.START_LIVE),
                Tuple.of(3, Act.Kind.START_COLD),
                Tuple.of(3, Act.Kind.START_EVACUATION),
                Tuple.of(2, Act.Kind.START_RETURN),
                Tuple.of(6, Act.Kind.APPROVE),
                Tuple.of(1, Act.Kind.REJECT),
                Tuple.of(4, Act.Kind.DECIDE),
                Tuple.of(2, Act.Kind.ATTEST),
                Tuple.of(1, Act.Kind.CANCEL),
                Tuple.of(6, Act.Kind.FAULT),
                Tuple.of(1, Act.Kind.MEND),
                Tuple.of(2, Act.Kind.POWER),
                Tuple.of(3, Act.Kind.COMPLETE_TASK),
                Tuple.of(2, Act.Kind.FORBIDDEN),
                Tuple.of(1, Act.Kind.TIMER),
                Tuple.of(1, Act.Kind.DELETE_PROCESS),
                Tuple.of(3, Act.Kind.DROP_LEASES),
                Tuple.of(1, Act.Kind.RESTART),
                Tuple.of(9, Act.Kind.PAUSE));
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 59);
        return Combinators.combine(kind, number, number)
                .as(Act::new)
                .list()
                .ofMinSize(SHORTEST)
                .ofMaxSize(LONGEST);
    }

    @Property(tries = MOST_TRIES, seed = "20261126", edgeCases = EdgeCasesMode.NONE)
    void noStoryEndsBadly(@ForAll("fleets") int fleet, @ForAll("acts") List<Act> acts) {
        if (tried++ >= TRIES) {
            return;
        }
        List<String> wrong = Objects.requireNonNull(estate).play(fleet, acts);
        assertThat(wrong).isEmpty();
    }

    @Provide
    Arbitrary<Integer> fleets() {
        return Arbitraries.integers().between(0, FLEETS - 1);
    }
}
