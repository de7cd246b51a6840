package org.migrationrunbooks.runbook.steps;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.Hideouts;
import org.migrationrunbooks.runbook.RebuildPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.operations.Authority;
import org.springframework.stereotype.Component;

/** Reads that the instance runs nowhere else, and that the destination still takes it, which waited for its turn. */
@Component("checkRebuild")
class CheckRebuild implements JavaDelegate {

    private final RunStore runs;
    private final RebuildReading readings;
    private final RebuildPlanning planning;
    private final Claims claims;
    private final Authority authority;
    private final Hideouts hideouts;

    CheckRebuild(
            RunStore runs,
            RebuildReading readings,
            RebuildPlanning planning,
            Claims claims,
            Authority authority,
            Hideouts hideouts) {
        this.runs = runs;
        this.readings = readings;
        this.planning = planning;
        this.claims = claims;
        this.authority = authority;
        this.hideouts = hideouts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        runs.startedAs(run.id(), execution.getProcessInstanceId());
        heedCancel(run);
        Move move = StepInput.plan(run).moves().get(0);
        execution.setVariable(StepInput.DESTINATION, move.to().name());
        execution.setVariable("planSummary", PlanText.summary(StepInput.plan(run)));
        execution.setVariable("copyLeft", readings.copyLeft(run));
        if (!authority.approved(run, StepInput.plan(run))) {
            throw StepInput.error(
                    StepError.DestinationRefused,
                    "Nobody but the requester has approved that it is rebuilt on %s. The instance is off; nothing was started."
                            .formatted(move.to().name()));
        }
        Optional<String> power = authority.againstHost(run, move.from());
        if (power.isPresent()) {
            throw StepInput.error(StepError.TaskFailed, power.get() + " Nothing was started.");
        }
        Whereabouts whereabouts = readings.whereabouts(run);
        boolean asked = readings.asked(run);
        List<Sighting> elsewhere = whereabouts.sightings().stream()
                // What this run has not started there is no rebuild of it.
                .filter(sighting -> !asked || !sighting.host().equals(move.to()))
                .filter(sighting -> !RelocationReading.off(sighting))
                .toList();
        if (!elsewhere.isEmpty()) {
            throw StepInput.error(
                    StepError.WhereaboutsUnclear,
                    "The instance is not where it was planned for: %s. Nothing was started."
                            .formatted(WhereaboutsText.of(whereabouts)));
        }
        // A run that has taken nothing over had no other host to hide it than its destination, which has to answer
        // anyway.
        boolean nothingElseSilent = !whereabouts.answered(move.to()) && run.takesOver() == null;
        Optional<String> unseen =
                nothingElseSilent ? Optional.empty() : hideouts.against(run.instance(), move.from(), whereabouts);
        if (unseen.isPresent()) {
            throw StepInput.error(
                    StepError.WhereaboutsUnclear,
                    "It cannot be told where the instance is: %s. Nothing was started.".formatted(unseen.get()));
        }
        requireAnswer(move, whereabouts, execution);
        Optional<RunbookId> other = claims.share(run.id(), move.to());
        Optional<String> against = other.map(owner -> "Run %s has host %s for itself."
                        .formatted(owner, move.to().name()))
                .or(() -> whereabouts.on(move.to()).isPresent() ? Optional.empty() : planning.against(run, move));
        if (against.isPresent()) {
            throw StepInput.error(
                    StepError.DestinationRefused, against.get() + " The instance is off; nothing was started.");
        }
        runs.state(run.id(), RunbookState.RUNNING, null);
    }

    /** A destination that is silent at the last try does not take the instance; before, it may only have been slow. */
    private static void requireAnswer(Move move, Whereabouts whereabouts, DelegateExecution execution) {
        try {
            RebuildReading.requireAnswer(whereabouts, move.to());
        } catch (PlatformUnreachableException e) {
            if (!LastTry.of(execution)) {
                throw e;
            }
            throw StepInput.error(
                    StepError.DestinationRefused,
                    "It cannot be read where the instance is: %s. This attempt has started nothing on %s."
                            .formatted(e.getMessage(), move.to().name()));
        }
    }

    /** Whoever cancelled the evacuation before this run was on record meant it as well. */
    private void heedCancel(Run run) {
        if (run.parent() != null) {
            Run evacuation = runs.get(run.parent());
            if (evacuation.cancelRequestedBy() != null) {
                runs.requestCancel(run.id(), evacuation.cancelRequestedBy(), evacuation.cancelReason());
            }
        }
    }
}
