package org.migrationrunbooks.planning;

import java.util.Optional;

/** Memory is never overcommitted: what runs there, what is promised to others and the instance itself have to fit. */
record FitsMemory() implements PlacementRule {

    @Override
    public Optional<Refusal> refuse(Candidate candidate) {
        return candidate.instance().memory().compareTo(candidate.freeMemory()) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        candidate.host().id(),
                        "HOST_FULL_MEMORY",
                        "needs %s, free are %s of %s"
                                .formatted(
                                        candidate.instance().memory(),
                                        candidate.freeMemory(),
                                        candidate.host().memory())));
    }
}
