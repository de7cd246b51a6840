package org.migrationrunbooks.api;

import java.util.List;
import org.migrationrunbooks.planning.Plan;

/**
 * What is going to be done.
 *
 * @param hash over the decisions; an approval names it
 * @param maxDowntimeMillis how long an instance may stand still at switch-over
 * @param permissions what may be done beyond the moves, for example {@code hard-stop}
 * @param refusals why other hosts were passed over
 */
record PlanView(
        String hash,
        List<MoveView> moves,
        long maxDowntimeMillis,
        List<String> permissions,
        List<RefusalView> refusals) {

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.hash().value(),
                plan.moves().stream().map(MoveView::of).toList(),
                plan.maxDowntimeMillis(),
                plan.permissions(),
                plan.refusals().stream()
                        .map(refusal -> new RefusalView(refusal.host().name(), refusal.code(), refusal.reason()))
                        .toList());
    }

    /** Why one host was passed over. */
    record RefusalView(String host, String code, String reason) {}
}
