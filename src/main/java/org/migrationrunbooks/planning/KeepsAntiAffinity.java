package org.migrationrunbooks.planning;

import java.util.Optional;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;

/** Members of an anti-affinity group never share a host, also not with members that are still on their way there. */
record KeepsAntiAffinity() implements PlacementRule {

    @Override
    public Optional<Refusal> refuse(Candidate candidate) {
        String group = candidate.instance().antiAffinity();
        if (group == null) {
            return Optional.empty();
        }
        Stream<InstanceId> present =
                candidate.fleet().instancesOn(candidate.host().id()).stream().map(Instance::id);
        Stream<InstanceId> arriving = candidate.reservations().all().stream()
                .filter(reservation ->
                        reservation.host().equals(candidate.host().id()))
                .map(Reservations.Reservation::instance);
        return Stream.concat(present, arriving)
                .filter(id -> !id.equals(candidate.instance().id()))
                .filter(id -> group.equals(candidate
                        .fleet()
                        .instance(id.name())
                        .map(Instance::antiAffinity)
                        .orElse(null)))
                .findFirst()
                .map(other -> new Refusal(
                        candidate.host().id(),
                        "ANTI_AFFINITY",
                        "%s of the same group '%s' is there or on its way".formatted(other.name(), group)));
    }
}
