package org.migrationrunbooks.planning;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;

/**
 * What is known when the instances of a failed host are planned for.
 *
 * @param fleet with the hosts' states as they count, ours included
 * @param dead the failed host; it takes no instance, whatever the snapshot says of it
 * @param instances those of the failed host, each in the state that was last known; they take precedence over the snapshot's
 * @param runningElsewhere where instances were seen running, by instance
 * @param doubts why it cannot be told what became of an instance, as a sentence without the final stop, by instance
 * @param reservations of others; what was promised for an instance that is placed here does not count
 * @param objections what the platform has against a host, by instance: storage that is not reached and the like
 * @param fromImage instances that were asked by name to be rebuilt from their images
 */
public record EvacuationSituation(
        FleetSnapshot fleet,
        HostId dead,
        List<Instance> instances,
        Map<InstanceId, HostId> runningElsewhere,
        Map<InstanceId, String> doubts,
        Reservations reservations,
        Map<InstanceId, List<Refusal>> objections,
        Set<InstanceId> fromImage) {

    public EvacuationSituation {
        instances = List.copyOf(instances);
        runningElsewhere = Map.copyOf(runningElsewhere);
        doubts = Map.copyOf(doubts);
        objections = Map.copyOf(objections);
        fromImage = Set.copyOf(fromImage);
        if (instances.stream().map(Instance::id).distinct().count() != instances.size()) {
            throw new IllegalArgumentException("an instance is named twice");
        }
    }
}
