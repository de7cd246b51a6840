package org.migrationrunbooks.runbook.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * Takes power from a host, or gives it: the host's devices are tried in their order until one has done it and the power was read back
 * as wanted. What a device answers is its claim; only the reading counts.
 */
@Component
class PowerOperation implements LongOperation, Draft {

    static final String TOPIC = "host-power";

    private static final String POWER_ON = "Task_PowerOnHost";
    private static final String POWER_OFF_AGAIN = "Task_SwitchOffAgain";
    private static final Duration UNFORESEEN = Duration.ofDays(365);

    private final RunStore runs;
    private final Intents intents;
    private final OperationBooks books;
    private final FencingDevices devices;
    private final PowerSwitch powerSwitch;
    private final PowerSafety safety;
    private final PowerDoubts doubts;
    private final OperationProperties properties;
    private final Clock clock;

    PowerOperation(
            RunStore runs,
            Intents intents,
            OperationBooks books,
            FencingDevices devices,
            PowerSwitch powerSwitch,
            PowerSafety safety,
            PowerDoubts doubts,
            OperationProperties properties,
            Clock clock) {
        this.runs = runs;
        this.intents = intents;
        this.books = books;
        this.devices = devices;
        this.powerSwitch = powerSwitch;
        this.safety = safety;
        this.doubts = doubts;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean knows(Operation operation) {
        return operation.command() instanceof PowerCommand;
    }

    @Override
    public TransferWatch watch(Run run, String step) {
        Duration patience = properties.powerPatience();
        return new TransferWatch(new TransferWatch.Limits(
                patience, patience, UNFORESEEN, patience, properties.powerGrace(), properties.cancelTimeout(), false));
    }

    @Override
    public Drafted draft(Run run, Plan plan, String step, OperationKey key) {
        PowerState wanted = step.equals(POWER_ON) ? PowerState.ON : PowerState.OFF;
        return new Drafted.Ready(
                new PowerCommand(key, run.host(), wanted),
                Map.of("task", "power-" + wanted.code(), "host", run.host().name()));
    }

    /** A power state is read before it is changed, every time; there is nothing to be found again. */
    @Override
    public boolean foundAgain(Operation ended) {
        return false;
    }

    @Override
    public StepFailure cancellation() {
        return new StepFailure(PowerError.PowerCancelled.name(), "Cancelled before anything was switched.");
    }

    @Override
    public boolean cancellable(String step) {
        return !step.equals(POWER_OFF_AGAIN);
    }

    /** A host that is to be off is switched off at once; nothing begins by that. */
    @Override
    public boolean passesBrake(String step) {
        return step.equals(POWER_OFF_AGAIN);
    }

    @Override
    public boolean look(Tenure tenure, TransferWatch watch) {
        Run run = runs.get(tenure.runbook());
        Optional<Operation> found = intents.open(tenure, run, this);
        if (found.isEmpty()) {
            return false;
        }
        Operation operation = found.get();
        PowerCommand command = (PowerCommand) operation.command();
        boolean begun = operation.acceptedAt() != null;
        boolean cancelled =
                cancellable(tenure.step()) && tenure.cancelCause(run).isPresent();
        if (!begun && (!tenure.mayBegin() || cancelled)) {
            return end(
                    tenure,
                    run,
                    operation,
                    new OperationOutcome.Cancelled(command.host(), InstanceState.UNKNOWN),
                    null);
        }
        if (!watch.mayBeginAgain(clock.instant(), properties.powerPause(watch.inDoubt()))) {
            return true;
        }
        List<String> failures = new ArrayList<>();
        Optional<String> against = begun || watch.inDoubt() ? Optional.empty() : safety.against(run, command);
        if (against.isPresent()) {
            return fail(tenure, run, operation, against.get());
        }
        for (FencingDevice device : devices.of(command.host())) {
            try {
                Optional<PowerProof> read = powerSwitch.turn(tenure, operation, command, device, failures);
                if (read.isEmpty()) {
                    continue;
                }
                Optional<String> doubt = doubts.about(run, command, read.get());
                if (doubt.isEmpty()) {
                    Duration took = Duration.between(operation.intendedAt(), clock.instant());
                    OperationOutcome done = new OperationOutcome.Completed(command.host(), took, null);
                    return end(tenure, run, operation, done, read.get());
                }
                if (!watch.doubtful(clock.instant())) {
                    // That nobody is there any more may be noticed a moment later.
                    return true;
                }
                watch.doubtSettled();
                doubts.record(tenure, run, command, read.get(), doubt.get());
                failures.add(doubt.get());
            } catch (PlatformUnreachableException e) {
                failures.add("%s: %s.".formatted(device.name(), e.getMessage()));
            }
        }
        if (failures.isEmpty()) {
            return fail(tenure, run, operation, "No device is configured for it.");
        }
        return !watch.silent(clock.instant()) || fail(tenure, run, operation, String.join(" ", failures));
    }

    private boolean fail(Tenure tenure, Run run, Operation operation, String reason) {
        HostId host = ((PowerCommand) operation.command()).host();
        return end(tenure, run, operation, new OperationOutcome.Failed(reason, host, InstanceState.UNKNOWN), null);
    }

    private boolean end(
            Tenure tenure, Run run, Operation operation, OperationOutcome outcome, @Nullable PowerProof proof) {
        PowerCommand command = (PowerCommand) operation.command();
        books.end(
                tenure,
                run,
                operation,
                outcome,
                PowerError.failure(command, outcome),
                () -> safety.record(run, command, proof));
        return false;
    }
}
