package org.migrationrunbooks.runbook.steps;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** After a person has decided: reads where the instance is, since what can be done depends on that and not on what was hoped. */
@Component("readWhereabouts")
class ReadWhereabouts implements JavaDelegate {

    static final String AT_SOURCE = "source";
    static final String AT_DESTINATION = "destination";

    private final RunStore runs;
    private final Platforms platforms;

    ReadWhereabouts(RunStore runs, Platforms platforms) {
        this.runs = runs;
        this.platforms = platforms;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Whereabouts whereabouts =
                platforms.get(run.instance().platform()).hypervisor().whereabouts(run.instance());
        List<Sighting> sightings = whereabouts.sightings();
        Plan plan = run.plan();
        boolean answered = plan == null
                || whereabouts.answered(
                        plan.moves().get(0).from(), plan.moves().get(0).to());
        boolean clear = answered
                && sightings.size() == 1
                && !sightings.get(0).incoming()
                && !sightings.get(0).transferring();
        if (!clear) {
            throw StepInput.error(
                    StepError.WhereaboutsUnclear,
                    "The instance was not seen in exactly one place: %s. The claim on it is kept."
                            .formatted(WhereaboutsText.of(whereabouts)));
        }
        boolean arrived = plan != null && atDestination(plan.moves().get(0), sightings.get(0));
        execution.setVariable(StepInput.WHEREABOUTS, arrived ? AT_DESTINATION : AT_SOURCE);
    }

    private static boolean atDestination(Move move, Sighting sighting) {
        return move.to().equals(sighting.host());
    }
}
