package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.DryRun;
import org.migrationrunbooks.runbook.DryRuns;
import org.migrationrunbooks.runbook.ProblemException;
import org.migrationrunbooks.runbook.RunbookKind;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Plans without starting anything. */
@RestController
@Tag(name = "Runbooks")
class PlansController {

    private final DryRuns dryRuns;

    PlansController(DryRuns dryRuns) {
        this.dryRuns = dryRuns;
    }

    @PostMapping("/api/v1/plans/{kind}")
    @PreAuthorize(Roles.PLAN)
    @Operation(
            summary = "Dry run: what a start with this body would do now",
            description = "Changes nothing; is refused for the same reasons as the start.")
    DryRunView plan(@PathVariable String kind, @Valid @RequestBody StartBody body) {
        RunbookKind known = RunbookPaths.kind(kind);
        DryRun.Answer answer = dryRuns.plan(known, body.request());
        if (answer instanceof DryRun.Answer.Refused refused) {
            throw new ProblemException(refused.problem());
        }
        return DryRunView.of(known, ((DryRun.Answer.Possible) answer).dryRun());
    }

    /**
     * What a start would do.
     *
     * @param plan left out where no allowed strategy would end; the notes say so
     * @param forecast of the plan
     * @param forecasts by strategy, for each that is allowed
     * @param notes why this strategy, why an approval
     */
    record DryRunView(
            RunbookKind kind,
            @Nullable PlanView plan,
            @Nullable ForecastView forecast,
            Map<String, ForecastView> forecasts,
            boolean approvalRequired,
            List<String> notes) {

        static DryRunView of(RunbookKind kind, DryRun dryRun) {
            Map<String, ForecastView> forecasts = new LinkedHashMap<>();
            dryRun.forecasts().forEach((strategy, forecast) -> forecasts.put(strategy, ForecastView.of(forecast)));
            Plan plan = dryRun.plan();
            return new DryRunView(
                    kind,
                    plan == null ? null : PlanView.of(plan),
                    plan == null || plan.forecast() == null ? null : ForecastView.of(plan.forecast()),
                    forecasts,
                    dryRun.approvalRequired(),
                    dryRun.notes());
        }
    }
}
