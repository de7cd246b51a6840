package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.forecast.Forecast;

/**
 * What a run is going to do, and what that is expected to be like.
 *
 * @param kind of the runbook
 * @param moves in the order in which they start
 * @param maxDowntimeMillis how long an instance may stand still at switch-over; part of what is decided
 * @param refusals why other hosts were passed over
 * @param forecast null where a move is cold
 * @param permissions what may be done beyond the moves, by code; part of what is decided
 * @param hash over the decisions, not over forecast or refusals
 */
public record Plan(
        String kind,
        List<Move> moves,
        long maxDowntimeMillis,
        List<Refusal> refusals,
        @Nullable Forecast forecast,
        List<String> permissions,
        PlanHash hash) {

    public Plan {
        moves = List.copyOf(moves);
        permissions = permissions == null ? List.of() : List.copyOf(permissions);
        refusals = List.copyOf(refusals);
    }

    /** A plan of these decisions, with its hash. */
    public static Plan of(
            String kind,
            List<Move> moves,
            long maxDowntimeMillis,
            List<Refusal> refusals,
            @Nullable Forecast forecast,
            List<String> permissions) {
        List<String> decisions = new ArrayList<>();
        decisions.add("kind " + kind);
        decisions.add("max-downtime-ms " + maxDowntimeMillis);
        for (Move move : moves) {
            decisions.add("move %s from %s to %s by %s"
                    .formatted(
                            move.instance(),
                            move.from(),
                            move.to(),
                            move.strategy().code()));
        }
        permissions.forEach(permission -> decisions.add("permission " + permission));
        return new Plan(kind, moves, maxDowntimeMillis, refusals, forecast, permissions, PlanHash.over(decisions));
    }
}
