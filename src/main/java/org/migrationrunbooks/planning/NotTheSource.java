package org.migrationrunbooks.planning;

import java.util.Optional;

/** A move needs another host. */
record NotTheSource() implements PlacementRule {

    @Override
    public Optional<Refusal> refuse(Candidate candidate) {
        return candidate.host().id().equals(candidate.source().id())
                ? Optional.of(new Refusal(candidate.host().id(), "SAME_HOST", "the instance is already there"))
                : Optional.empty();
    }
}
