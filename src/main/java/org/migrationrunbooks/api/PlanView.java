package org.migrationrunbooks.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;

/**
 * What is going to be done.
 *
 * @param hash over the decisions; an approval names it
 * @param dispositions what happens to each instance of a host; empty where one instance is moved
 * @param maxDowntimeMillis how long an instance may stand still at switch-over
 * @param permissions what may be done beyond the moves, for example {@code hard-stop}
 * @param refusals why other hosts were passed over
 */
record PlanView(
        String hash,
        List<MoveView> moves,
        List<DispositionView> dispositions,
        long maxDowntimeMillis,
        List<String> permissions,
        List<RefusalView> refusals) {

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.hash().value(),
                plan.moves().stream().map(MoveView::of).toList(),
                plan.dispositions().stream().map(DispositionView::of).toList(),
                plan.maxDowntimeMillis(),
                plan.permissions(),
                plan.refusals().stream()
                        .map(refusal -> new RefusalView(refusal.host().name(), refusal.code(), refusal.reason()))
                        .toList());
    }

    /**
     * What happens to one instance of a host.
     *
     * @param destination left out where it goes nowhere
     * @param remedy what would change it; left out where nothing needs to be changed
     * @param wave from 1: those of one wave may boot at the same time; left out where it is not rebuilt
     */
    record DispositionView(
            String instance,
            Disposition.Kind kind,
            @Nullable String destination,
            String reason,
            @Nullable String remedy,
            int priority,
            @Nullable Integer wave) {

        static DispositionView of(Disposition disposition) {
            HostId destination = disposition.destination();
            return new DispositionView(
                    disposition.instance().name(),
                    disposition.kind(),
                    destination == null ? null : destination.name(),
                    disposition.reason(),
                    disposition.remedy(),
                    disposition.priority(),
                    disposition.wave());
        }
    }

    /** Why one host was passed over. */
    record RefusalView(String host, String code, String reason) {}
}
