package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * Reads every host again: success as told by a hypervisor is not success. The instance has to run at the destination and be listed
 * nowhere else, and its guest has to answer where a check is configured.
 */
@Component("verifyInstance")
class VerifyInstance implements JavaDelegate {

    private final RunStore runs;
    private final Platforms platforms;
    private final GuestCheck guest;
    private final Verifications verifications;

    VerifyInstance(RunStore runs, Platforms platforms, GuestCheck guest, Verifications verifications) {
        this.runs = runs;
        this.platforms = platforms;
        this.guest = guest;
        this.verifications = verifications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Plan plan = run.plan();
        if (plan == null) {
            throw new IllegalStateException("run " + run.id() + " has no plan on record");
        }
        HostId source = plan.moves().get(0).from();
        HostId destination = plan.moves().get(0).to();
        Whereabouts whereabouts =
                platforms.get(run.instance().platform()).hypervisor().whereabouts(run.instance());
        if (!whereabouts.answered(source, destination)) {
            throw new PlatformUnreachableException(
                    "cannot verify while these hosts do not answer: " + whereabouts.silent(), null);
        }
        Optional<String> against = whereabouts.runsOnlyOn(destination)
                ? guest.against(run.instance())
                : Optional.of("It was seen at " + WhereaboutsText.of(whereabouts) + ".");
        verifications.record(run, whereabouts, against, problem -> "The instance is not as it should be on %s. %s"
                .formatted(destination.name(), problem));
    }
}
