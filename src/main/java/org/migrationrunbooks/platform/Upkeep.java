package org.migrationrunbooks.platform;

import java.util.function.Consumer;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** What a platform has to be looked after for, again and again, without a runbook that asks for it. */
public interface Upkeep {

    /**
     * Reads every host, so that what a dead one had is known as it was lately, and keeps hosts from starting managed instances by
     * themselves. Bounded in time; a host that does not answer is passed over.
     *
     * @param guard asked before each effect
     * @param changed told of each change as soon as it is made; nothing is, most of the time
     * @throws LeaseLostException where something would have to be changed and may not
     */
    void run(EffectGuard guard, Consumer<AutostartTakenOff> changed);

    /** An instance that would have been started by its host whenever that starts, and is not any more. */
    record AutostartTakenOff(InstanceId instance, HostId host) {}
}
