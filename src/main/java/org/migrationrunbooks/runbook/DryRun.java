package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Plan;

/**
 * What a run would do if it were started now.
 *
 * @param plan null where no allowed strategy would end
 * @param forecasts by the code of the strategy, for every strategy that is allowed
 * @param approvalRequired whether somebody else would have to approve
 * @param notes why this strategy, why an approval
 */
public record DryRun(
        @Nullable Plan plan, Map<String, Forecast> forecasts, boolean approvalRequired, List<String> notes) {

    /** The dry run, or what stands against it. */
    public sealed interface Answer {

        record Possible(DryRun dryRun) implements Answer {}

        record Refused(Problem problem) implements Answer {}
    }
}
