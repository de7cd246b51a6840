package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;

/**
 * One decision in which a plan is not the one that it replaced, for whoever approved that one and is asked again.
 *
 * @param subject the instance, or what of the plan as a whole
 * @param before null where the earlier plan had nothing of the kind
 * @param after null where the later plan has nothing of the kind
 */
public record PlanChange(String subject, @Nullable String before, @Nullable String after) {

    /** Every difference between the decisions of two plans, in the order of their subjects; forecasts and words are none. */
    public static List<PlanChange> between(Plan earlier, Plan later) {
        Map<String, String> before = decisions(earlier);
        Map<String, String> after = decisions(later);
        List<PlanChange> changes = new ArrayList<>();
        for (String subject : union(before, after)) {
            String was = before.get(subject);
            String is = after.get(subject);
            if (!Objects.equals(was, is)) {
                changes.add(new PlanChange(subject, was, is));
            }
        }
        return changes;
    }

    private static TreeSet<String> union(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> subjects = new TreeSet<>(before.keySet());
        subjects.addAll(after.keySet());
        return subjects;
    }

    private static Map<String, String> decisions(Plan plan) {
        Map<String, String> decisions = new LinkedHashMap<>();
        if (plan.maxDowntimeMillis() > 0) {
            decisions.put("downtime limit", plan.maxDowntimeMillis() + " ms");
        }
        plan.permissions().forEach(permission -> decisions.put("permission " + permission, "given"));
        plan.moves()
                .forEach(move -> decisions.put(
                        move.instance().name(),
                        "from %s to %s by %s"
                                .formatted(
                                        move.from().name(),
                                        move.to().name(),
                                        move.strategy().code())));
        plan.dispositions()
                .forEach(disposition -> decisions.put(disposition.instance().name(), text(disposition)));
        return decisions;
    }

    private static String text(Disposition disposition) {
        HostId destination = disposition.destination();
        return disposition.kind().code() + (destination == null ? "" : " on " + destination.name());
    }

    @Override
    public String toString() {
        return "%s: %s, was %s"
                .formatted(subject, after == null ? "nothing" : after, before == null ? "nothing" : before);
    }
}
