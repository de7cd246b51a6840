package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;

/** What can stand in the way between the two hosts. */
final class RouteRules {

    static final List<Function<PreflightCase, Optional<Blocker>>> ALL =
            List.of(RouteRules::sourceReachable, RouteRules::twoHosts, RouteRules::linksUp);

    private RouteRules() {}

    private static Optional<Blocker> sourceReachable(PreflightCase move) {
        return PreflightRules.blocker(
                !move.sourceAnswers(),
                BlockerCode.SOURCE_UNREACHABLE,
                move.request().from() + " does not answer",
                "find out what became of the host; if it has failed, evacuate it");
    }

    private static Optional<Blocker> twoHosts(PreflightCase move) {
        return PreflightRules.blocker(
                move.request().from().equals(move.request().to()),
                BlockerCode.SAME_HOST,
                move.request().to() + " is both source and destination",
                "choose another destination");
    }

    private static Optional<Blocker> linksUp(PreflightCase move) {
        String down = Stream.of(move.request().from(), move.request().to())
                .filter(host -> move.world().faults().linkLost(host.name()))
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return PreflightRules.blocker(
                !down.isEmpty(),
                BlockerCode.LINK_DOWN,
                "the migration network does not reach " + down,
                "repair the link, or choose another destination");
    }
}
