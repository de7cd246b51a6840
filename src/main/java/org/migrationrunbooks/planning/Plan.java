package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;

/**
 * What a run is going to do, and what that is expected to be like.
 *
 * @param kind of the runbook
 * @param moves in the order in which they start
 * @param dispositions what happens to each instance of a host; empty where the plan is about one instance
 * @param maxDowntimeMillis how long an instance may stand still at switch-over; part of what is decided
 * @param refusals why other hosts were passed over
 * @param forecast null where a move is cold
 * @param permissions what may be done beyond the moves, by code; part of what is decided
 * @param hash over the decisions, not over forecast or refusals
 */
public record Plan(
        String kind,
        List<Move> moves,
        List<Disposition> dispositions,
        long maxDowntimeMillis,
        List<Refusal> refusals,
        @Nullable Forecast forecast,
        List<String> permissions,
        PlanHash hash) {

    public Plan {
        moves = List.copyOf(moves);
        dispositions = dispositions == null ? List.of() : List.copyOf(dispositions);
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
        return new Plan(
                kind, moves, List.of(), maxDowntimeMillis, refusals, forecast, permissions, PlanHash.over(decisions));
    }

    /**
     * The plan of a host's return to service.
     *
     * @param dispositions what happens to what the host has of each instance
     * @param permissions what may be done with the host itself
     */
    public static Plan ofReturn(String kind, HostId host, List<Disposition> dispositions, List<String> permissions) {
        List<String> decisions = new ArrayList<>(List.of("kind " + kind, "host " + host));
        permissions.forEach(permission -> decisions.add("permission " + permission));
        dispositions.stream().map(Disposition::decision).sorted().forEach(decisions::add);
        return new Plan(kind, List.of(), dispositions, 0, List.of(), null, permissions, PlanHash.over(decisions));
    }

    /**
     * The plan of an evacuation: what happens to each instance of the host, in the order in which they boot.
     *
     * @param fenced the host that is switched off before anything is rebuilt
     */
    public static Plan ofEvacuation(
            String kind, HostId fenced, List<Disposition> dispositions, @Nullable Forecast forecast) {
        List<Move> moves = dispositions.stream()
                .filter(disposition -> disposition.kind().rebuilds())
                .sorted(Comparator.comparing(Disposition::wave, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(disposition -> new Move(
                        disposition.instance(),
                        fenced,
                        Objects.requireNonNull(disposition.destination()),
                        new Strategy.Rebuild(disposition.kind() == Disposition.Kind.REBUILD_FROM_IMAGE)))
                .toList();
        List<String> decisions = new ArrayList<>(List.of("kind " + kind, "fence " + fenced));
        // In the order of names: the order of booting is a matter of caps and figures, not of what is decided.
        dispositions.stream().map(Disposition::decision).sorted().forEach(decisions::add);
        return new Plan(kind, moves, dispositions, 0, List.of(), forecast, List.of(), PlanHash.over(decisions));
    }
}
