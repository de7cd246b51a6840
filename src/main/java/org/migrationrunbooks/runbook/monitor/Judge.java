package org.migrationrunbooks.runbook.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.runbook.Claims;
import org.springframework.stereotype.Component;

/** Says of each host what keeps its evacuation from being raised; the first thing that does is what people are told. */
@Component
class Judge {

    private final MonitorProperties properties;
    private final Claims claims;
    private final Evacuations evacuations;

    Judge(MonitorProperties properties, Claims claims, Evacuations evacuations) {
        this.properties = properties;
        this.claims = claims;
        this.evacuations = evacuations;
    }

    /** What is against an evacuation; empty where nothing is. */
    Optional<Judgement> against(WatchedHost host, Situation situation) {
        if (host.sides().isEmpty()) {
            return no(Judgement.Code.NO_SIDE, "Its platform has no side from which a host can be looked at.");
        }
        if (host.answers()) {
            return no(Judgement.Code.WELL, "Its hypervisor answers.");
        }
        if (host.leftAlone()) {
            return no(
                    Judgement.Code.LEFT_ALONE,
                    "It is in state %s, so its silence is expected."
                            .formatted(host.host().state().code()));
        }
        return acted(host, situation).or(() -> unsure(host, situation)).or(() -> unwanted(host));
    }

    private Optional<Judgement> acted(WatchedHost host, Situation situation) {
        WatchStore.Row row = situation.rows().get(host.id());
        if (row != null && row.runbook() != null) {
            return Optional.of(evacuations.told(row.runbook()));
        }
        Optional<RunbookId> holder = claims.holder(host.id());
        return holder.map(run -> new Judgement(Judgement.Code.ACTED_ON, "A run acts on it.", run));
    }

    private Optional<Judgement> unsure(WatchedHost host, Situation situation) {
        MonitorState.Storm storm = situation.storms().get(host.id().platform());
        if (storm != null) {
            return no(
                    Judgement.Code.STORM,
                    "%d hosts of its platform fell silent together (storm since %s): our own network is the suspect."
                            .formatted(storm.hosts().size(), storm.since()));
        }
        Instant cutoff = situation.now().minus(properties.silentFor());
        Instant calm = situation.calmSince().get(host.id().platform());
        if (calm != null && calm.isAfter(cutoff)) {
            return no(
                    Judgement.Code.WATCHING, "A storm ended at %s; its silence counts anew from then.".formatted(calm));
        }
        List<LifeSign.Side> agreeing = host.silentBefore(cutoff);
        boolean enough = agreeing.contains(LifeSign.Side.HYPERVISOR) && agreeing.size() >= properties.sides();
        return enough ? Optional.empty() : no(Judgement.Code.WATCHING, watching(host, agreeing));
    }

    private String watching(WatchedHost host, List<LifeSign.Side> agreeing) {
        return "%d of %d sides needed, the hypervisor's among them, have been silent for %s: %s."
                .formatted(agreeing.size(), properties.sides(), text(properties.silentFor()), host.told());
    }

    private static String text(Duration duration) {
        return duration.toSeconds() + " s";
    }

    private Optional<Judgement> unwanted(WatchedHost host) {
        if (!host.heard()) {
            return no(
                    Judgement.Code.NEVER_HEARD,
                    "It has been silent ever since it is watched. Nothing is raised before it was heard once.");
        }
        return host.host().optedOut()
                ? no(Judgement.Code.OPTED_OUT, "It is labelled runbooks=opt-out.")
                : Optional.empty();
    }

    private static Optional<Judgement> no(Judgement.Code code, String why) {
        return Optional.of(Judgement.of(code, why));
    }
}
