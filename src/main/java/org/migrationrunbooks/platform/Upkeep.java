package org.migrationrunbooks.platform;

import java.util.List;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** What a platform has to be looked after for, again and again, without a runbook that asks for it. */
public interface Upkeep {

    /**
     * Reads every host, so that what a dead one had is known as it was lately, and keeps hosts from starting managed instances by
     * themselves. Bounded in time; a host that does not answer is passed over.
     *
     * @param guard asked before each effect
     * @return what was changed on hosts; empty most of the time
     */
    List<AutostartTakenOff> run(EffectGuard guard);

    /** An instance that would have been started by its host whenever that starts, and is not any more. */
    record AutostartTakenOff(InstanceId instance, HostId host) {}
}
