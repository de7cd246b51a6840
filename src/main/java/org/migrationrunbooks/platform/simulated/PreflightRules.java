package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.MigrationRequest;

/** The pre-flight check, one small rule per blocker. A rule that lacks what it looks at is silent: another one names that. */
final class PreflightRules {

    private PreflightRules() {}

    /** Every blocker, in the order of the rules. */
    static List<Blocker> check(World world, MigrationRequest request) {
        PreflightCase move = PreflightCase.of(world, request);
        return Stream.of(InstanceRules.ALL, RouteRules.ALL, DestinationRules.ALL)
                .flatMap(List::stream)
                .flatMap(rule -> rule.apply(move).stream())
                .toList();
    }

    static Optional<Blocker> blocker(boolean found, BlockerCode code, String reason, String remedy) {
        return found ? Optional.of(new Blocker(code, reason, remedy)) : Optional.empty();
    }
}
