package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.Hideouts;
import org.migrationrunbooks.runbook.ReturnPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.migrationrunbooks.runbook.hosts.OffProof;
import org.springframework.stereotype.Component;

/**
 * What allows an effect, read from rows: an approval of the run's own plan, or of the plan of which the run is a part, and for what is
 * rebuilt the proof that its host is off.
 */
@Component
public class Authority {

    private final Approvals approvals;
    private final RunStore runs;
    private final OffProof offProof;
    private final HostStandings standings;
    private final ReturnPlanning returns;
    private final Hideouts hideouts;

    Authority(
            Approvals approvals,
            RunStore runs,
            OffProof offProof,
            HostStandings standings,
            ReturnPlanning returns,
            Hideouts hideouts) {
        this.approvals = approvals;
        this.runs = runs;
        this.offProof = offProof;
        this.standings = standings;
        this.returns = returns;
        this.hideouts = hideouts;
    }

    /**
     * Whether this command may be given as far as approvals go. A return has to do with the power of a host only while that is
     * quarantined, and then switches it off again whatever anybody has decided: it is to be off.
     */
    boolean approved(Run run, Plan plan, OperationCommand command) {
        if (run.kind() == RunbookKind.RETURN_TO_SERVICE && command instanceof PowerCommand power) {
            return standings.quarantined(power.host()) && (power.wanted() == PowerState.OFF || approved(run, plan));
        }
        return approved(run, plan);
    }

    /** Whether this plan was approved, or needs no approval. A run that is a part of another needs none for what that one's plan has. */
    public boolean approved(Run run, Plan plan) {
        if (approvals.granted(run.id(), run.toApprove(plan.hash()))) {
            return true;
        }
        if (run.parent() != null) {
            Run parent = runs.get(run.parent());
            Plan whole = parent.plan();
            return whole != null && whole.moves().containsAll(plan.moves()) && approved(parent, whole);
        }
        return Boolean.FALSE.equals(run.approvalRequired());
    }

    /** What the rows have against this command, beyond the approval. */
    Optional<String> against(Run run, OperationCommand command) {
        return rebuild(command)
                .filter(rebuild -> !provedOff(run, rebuild.dead()))
                .map(rebuild -> "EVIDENCE_MISSING: nothing on record proves that %s is off; nothing was started."
                        .formatted(rebuild.dead()));
    }

    /** What is against any rebuild of this run as long as its host had power when it was read last; it is read once more. */
    public Optional<String> againstHost(Run run, HostId dead) {
        return provedOff(run, dead) ? Optional.empty() : againstNow(run, dead);
    }

    /**
     * What is against a rebuild where its host had power when it was read last: it is read once more, so that a host that was switched off
     * since is proved to be off again.
     */
    Optional<String> unproved(Run run, InstanceTask task) {
        return task instanceof InstanceTask.Rebuild rebuild ? againstHost(run, rebuild.dead()) : Optional.empty();
    }

    private boolean provedOff(Run run, HostId dead) {
        if (run.parent() == null) {
            return false;
        }
        Run evacuation = runs.get(run.parent());
        Plan plan = evacuation.plan();
        return plan != null && evacuation.host().equals(dead) && offProof.onRecord(evacuation.id(), plan.hash(), dead);
    }

    /**
     * What is against it right now, read from the devices, or from the host where people have attested; not only from rows. What is
     * removed is looked at again as well: by now it may be all that there is of the instance.
     *
     * @throws org.migrationrunbooks.platform.PlatformUnreachableException where what has to be looked at does not answer
     */
    Optional<String> againstNow(Run run, InstanceTask task) {
        if (task instanceof InstanceTask.RemoveLeftover leftover) {
            return returns.disposition(leftover.host(), leftover.instance())
                    .filter(now -> now.kind() != Disposition.Kind.LEFTOVER)
                    .map(now -> "it is no leftover any more: " + now.reason());
        }
        return task instanceof InstanceTask.Rebuild rebuild
                ? againstNow(run, rebuild.dead()).or(() -> hideouts.against(rebuild.instance(), rebuild.dead()))
                : Optional.empty();
    }

    private Optional<String> againstNow(Run run, HostId dead) {
        if (run.parent() == null) {
            return Optional.of("no evacuation has begun it");
        }
        Run evacuation = runs.get(run.parent());
        Plan plan = evacuation.plan();
        return plan == null
                ? Optional.of("the evacuation has no plan")
                : offProof.against(evacuation.id(), plan.hash(), dead);
    }

    private static Optional<InstanceTask.Rebuild> rebuild(OperationCommand command) {
        return command instanceof TaskCommand task && task.task() instanceof InstanceTask.Rebuild rebuild
                ? Optional.of(rebuild)
                : Optional.empty();
    }
}
