package org.migrationrunbooks.planning;

import java.util.Optional;
import org.migrationrunbooks.fleet.HostState;

/** Only a host that is up and not opted out takes new instances. */
record HostTakesInstances() implements PlacementRule {

    @Override
    public Optional<Refusal> refuse(Candidate candidate) {
        if (candidate.host().state() != HostState.UP) {
            return Optional.of(new Refusal(
                    candidate.host().id(),
                    "HOST_NOT_UP",
                    "the host is " + candidate.host().state().code()));
        }
        if (candidate.host().optedOut()) {
            return Optional.of(
                    new Refusal(candidate.host().id(), "HOST_OPTED_OUT", "the host is labelled runbooks=opt-out"));
        }
        return Optional.empty();
    }
}
