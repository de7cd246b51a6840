package org.migrationrunbooks.planning;

import java.util.Optional;

/**
 * The guest has to find the processor it was started on. Equal model names are taken as compatible here; the platform's own
 * pre-flight check compares feature by feature.
 */
record CpuModelCompatible() implements PlacementRule {

    @Override
    public Optional<Refusal> refuse(Candidate candidate) {
        String from = candidate.source().cpuModel();
        String to = candidate.host().cpuModel();
        return from == null || to == null || from.equals(to)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        candidate.host().id(),
                        "CPU_INCOMPATIBLE",
                        "the instance was started on %s, the host has %s".formatted(from, to)));
    }
}
