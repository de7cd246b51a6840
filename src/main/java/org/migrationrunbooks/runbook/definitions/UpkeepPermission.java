package org.migrationrunbooks.runbook.definitions;

import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.OperatingMode;
import org.springframework.stereotype.Component;

/** Lets platforms be changed without a runbook that asks for it, unless this node only looks or the brake is engaged. */
@Component
class UpkeepPermission implements EffectGuard {

    private final OperatingMode mode;
    private final Brake brake;

    UpkeepPermission(OperatingMode mode, Brake brake) {
        this.mode = mode;
        this.brake = brake;
    }

    @Override
    public void beforeEffect() {
        if (mode.observes()) {
            throw new LeaseLostException("this node only looks");
        }
        if (brake.state().engaged()) {
            throw new LeaseLostException("the brake is engaged");
        }
    }
}
