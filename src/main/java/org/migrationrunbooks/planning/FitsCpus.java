package org.migrationrunbooks.planning;

import java.util.Optional;

/** Processors may be overcommitted by the configured ratio, as Nova's {@code cpu_allocation_ratio} has it. */
record FitsCpus(double allocationRatio) implements PlacementRule {

    @Override
    public Optional<Refusal> refuse(Candidate candidate) {
        int free = free(candidate);
        return candidate.instance().cpus() <= free
                ? Optional.empty()
                : Optional.of(new Refusal(
                        candidate.host().id(),
                        "HOST_FULL_CPU",
                        "needs %d virtual processors, free are %d of %d"
                                .formatted(candidate.instance().cpus(), Math.max(0, free), offered(candidate))));
    }

    /** Virtual processors that the host has left; negative where more are in use than it offers. */
    int free(Candidate candidate) {
        return candidate.freeCpus() + offered(candidate) - candidate.host().cpus();
    }

    /** Virtual processors that the host offers in all. */
    int offered(Candidate candidate) {
        return (int) Math.floor(candidate.host().cpus() * allocationRatio);
    }
}
