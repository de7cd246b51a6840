package org.migrationrunbooks.crash;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Capabilities;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PreflightReport;
import org.migrationrunbooks.platform.StartResult;
import org.migrationrunbooks.platform.Trace;
import org.migrationrunbooks.platform.Whereabouts;

/** The real port, with points to be held at around its calls. */
final class StoppableHypervisor implements Hypervisor {

    private static final double MIDDLE = 0.3;

    private final Hypervisor real;
    private final StopPoints points;

    StoppableHypervisor(Hypervisor real, StopPoints points) {
        this.real = real;
        this.points = points;
    }

    @Override
    public Baseline baseline(InstanceId instance) {
        points.reach(StopPoint.LEASED, instance.name());
        return real.baseline(instance);
    }

    @Override
    public Trace find(MigrationCommand command) {
        points.reach(StopPoint.INTENDED, instance(command));
        return real.find(command);
    }

    @Override
    public StartResult start(MigrationCommand command, EffectGuard guard) {
        StartResult result = real.start(command, new EffectGuard() {
            private StopPoint next = StopPoint.ABOUT_TO_MARK;

            @Override
            public void beforeEffect() {
                guard.beforeEffect();
                points.reach(next, instance(command));
                next = StopPoint.MARKED;
            }
        });
        points.reach(StopPoint.ACCEPTED, instance(command));
        return result;
    }

    @Override
    public MigrationStatus status(MigrationHandle handle) {
        MigrationStatus status = real.status(handle);
        if (status instanceof MigrationStatus.Ended) {
            points.reach(StopPoint.ENDED, instance(handle.command()));
        } else if (status instanceof MigrationStatus.Running running && isInTheMiddle(running)) {
            points.reach(StopPoint.IN_MID_TRANSFER, instance(handle.command()));
        }
        return status;
    }

    private static boolean isInTheMiddle(MigrationStatus.Running running) {
        Double share = running.progress().shareDone();
        return share != null && share > MIDDLE;
    }

    private static String instance(MigrationCommand command) {
        return command.request().instance().name();
    }

    @Override
    public Capabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public FleetSnapshot inventory() {
        return real.inventory();
    }

    @Override
    public Whereabouts whereabouts(InstanceId instance) {
        return real.whereabouts(instance);
    }

    @Override
    public MemoryLoad measureLoad(InstanceId instance) {
        return real.measureLoad(instance);
    }

    @Override
    public PreflightReport preflight(MigrationRequest request) {
        return real.preflight(request);
    }

    @Override
    public Optional<String> clearAway(MigrationHandle handle, EffectGuard guard) {
        return real.clearAway(handle, guard);
    }

    @Override
    public CancelResult cancel(MigrationHandle handle, EffectGuard guard) {
        return real.cancel(handle, guard);
    }

    @Override
    public List<Escalation> escalations(MigrationHandle handle) {
        return real.escalations(handle);
    }

    @Override
    public void escalate(MigrationHandle handle, Escalation escalation, EffectGuard guard) {
        real.escalate(handle, escalation, guard);
    }
}
