package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.hosts.HostSigns;
import org.springframework.stereotype.Component;

/** Plans runs about a host without starting them. */
@Component
class HostDryRuns {

    private final HostOpening opening;
    private final EvacuationPlanning planning;
    private final EvacuationPolicy policy;
    private final HostSigns signs;

    HostDryRuns(HostOpening opening, EvacuationPlanning planning, EvacuationPolicy policy, HostSigns signs) {
        this.opening = opening;
        this.planning = planning;
        this.policy = policy;
        this.signs = signs;
    }

    /**
     * What this request would do now.
     *
     * @param evaluate asks a decision table, by its key and inputs
     * @throws ProblemException where something stands against it
     */
    DryRun dryRun(
            RunbookKind kind,
            StartRequest request,
            BiFunction<String, Map<String, Object>, DmnDecisionRuleResult> evaluate) {
        RunTarget target = opening.target(kind, request);
        opening.check(kind, request, target);
        HostId host = ((RunTarget.OfHost) target).host();
        Plan plan = planning.plan(host, request);
        DmnDecisionRuleResult approval = evaluate.apply("approval-policy", policy.inputs(host));
        String why = approval.getEntry("reason");
        return new DryRun(
                plan,
                Map.of(),
                Boolean.TRUE.equals(approval.getEntry("required")),
                List.of(HostSigns.text(signs.of(host)), why));
    }
}
