package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.stereotype.Component;

/**
 * Where an instance may run without being seen: a host to or from which a run was moving it, and which does not answer. That its other host
 * is off says nothing then. A host that was switched off for an evacuation of its own hides nothing.
 */
@Component
public class Hideouts {

    private final Platforms platforms;
    private final Claims claims;
    private final RunStore runs;
    private final HostStandings standings;

    Hideouts(Platforms platforms, Claims claims, RunStore runs, HostStandings standings) {
        this.platforms = platforms;
        this.claims = claims;
        this.runs = runs;
        this.standings = standings;
    }

    /**
     * What is against a start of the instance elsewhere, as part of a sentence; empty where it can be nowhere but on the failed host or
     * where it was seen.
     *
     * @throws org.migrationrunbooks.platform.PlatformUnreachableException where the platform does not answer
     */
    public Optional<String> against(InstanceId instance, HostId failed) {
        return against(
                instance,
                failed,
                platforms.get(instance.platform()).hypervisor().whereabouts(instance));
    }

    /** The same, as things were read. */
    public Optional<String> against(InstanceId instance, HostId failed, Whereabouts whereabouts) {
        return acting(instance).stream()
                .flatMap(Hideouts::hosts)
                .filter(host -> !host.equals(failed))
                .filter(host -> !whereabouts.answered(host))
                .filter(host -> !standings.quarantined(host))
                .findFirst()
                .map(host -> "a run was moving it between %s and %s, which does not answer, so that it may run there"
                        .formatted(failed.name(), host.name()));
    }

    /** The run that acts on the instance, and those whose place it took. */
    private List<Run> acting(InstanceId instance) {
        List<Run> acting = new ArrayList<>();
        Optional<Run> next = claims.holder(instance).flatMap(runs::find);
        while (next.isPresent()) {
            acting.add(next.get());
            next = Optional.ofNullable(next.get().takesOver()).flatMap(runs::find);
        }
        return acting;
    }

    private static Stream<HostId> hosts(Run run) {
        return run.plan() == null
                ? Stream.of()
                : run.plan().moves().stream().flatMap((Move move) -> Stream.of(move.from(), move.to()));
    }
}
