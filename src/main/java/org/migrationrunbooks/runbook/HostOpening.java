package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.hosts.HostSigns;
import org.springframework.stereotype.Component;

/** Opens runs about a host with everything on it. */
@Component
class HostOpening implements Opening {

    private final Targets targets;
    private final Fleets fleets;
    private final Platforms platforms;
    private final HostSigns signs;
    private final Claims claims;
    private final EvacuationPlanning planning;

    HostOpening(
            Targets targets,
            Fleets fleets,
            Platforms platforms,
            HostSigns signs,
            Claims claims,
            EvacuationPlanning planning) {
        this.targets = targets;
        this.fleets = fleets;
        this.platforms = platforms;
        this.signs = signs;
        this.claims = claims;
        this.planning = planning;
    }

    @Override
    public RunbookKind.Scope scope() {
        return RunbookKind.Scope.HOST;
    }

    @Override
    public RunTarget target(RunbookKind kind, StartRequest request) {
        return new RunTarget.OfHost(targets.host(request));
    }

    @Override
    public Optional<RunbookId> holder(RunTarget target) {
        return claims.holder(host(target));
    }

    @Override
    public void check(RunbookKind kind, StartRequest request, RunTarget target) {
        HostId id = host(target);
        Host host = fleets.of(id.platform())
                .host(id.name())
                .orElseThrow(() -> new IllegalStateException("host " + id + " was found and is gone"));
        if (platforms.get(id.platform()).instanceTasks().isEmpty()) {
            throw problem(
                    ProblemCode.RUNBOOK_UNSUPPORTED,
                    "Platform '%s' has no %s yet.".formatted(id.platform(), kind.key()),
                    "Use the platform's own means.");
        }
        switch (kind) {
            case NODE_EVACUATION -> evacuable(host, request);
            case RETURN_TO_SERVICE -> returnable(host);
            case LIVE_MIGRATION, COLD_MIGRATION, INSTANCE_REBUILD ->
                throw new IllegalStateException(kind.key() + " is not about a host");
        }
    }

    private static void returnable(Host host) {
        if (host.state() != HostState.QUARANTINED) {
            throw problem(
                    ProblemCode.HOST_NOT_QUARANTINED,
                    "'%s' is %s, not quarantined."
                            .formatted(host.name(), host.state().code()),
                    "Only a host that was evacuated has to be returned to service.");
        }
    }

    private void evacuable(Host host, StartRequest request) {
        if (host.optedOut()) {
            throw problem(
                    ProblemCode.HOST_OPTED_OUT,
                    "'%s' is labelled runbooks=opt-out.".formatted(host.name()),
                    "Ask its owner to remove the label.");
        }
        List<LifeSign> now = signs.of(host.id());
        boolean quarantined = host.state() == HostState.QUARANTINED;
        HostSigns.hypervisor(now).ifPresent(sign -> {
            throw problem(
                    ProblemCode.HOST_NOT_FAILED,
                    "'%s' has not failed: %s".formatted(host.name(), HostSigns.text(now)),
                    quarantined
                            ? "It is quarantined and is to be off: take its power, or return it to service."
                            : "Move its instances live or cold; an evacuation would take the power from a host that works.");
        });
        if (quarantined) {
            requireSomethingLeft(host, request);
        }
    }

    /** A host that was evacuated is evacuated again only for what can be rebuilt now and could not, or was given up, before. */
    private void requireSomethingLeft(Host host, StartRequest request) {
        Plan plan = planning.plan(host.id(), request);
        if (plan.moves().isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.HOST_QUARANTINED,
                    "'%s' was evacuated and is quarantined, and nothing that is left on it can be rebuilt now."
                            .formatted(host.name()),
                    "Nothing was changed.",
                    "Return it to service when it is repaired. The reasons say what would let something of it be rebuilt.",
                    null,
                    plan.dispositions().stream().map(HostOpening::line).toList()));
        }
    }

    private static String line(Disposition left) {
        String remedy = left.remedy();
        return "%s: %s%s".formatted(left.instance().name(), left.reason(), remedy == null ? "" : " " + remedy);
    }

    @Override
    public Optional<RunbookId> claim(RunbookId run, RunTarget target) {
        return claims.preempt(run, host(target));
    }

    private static HostId host(RunTarget target) {
        return ((RunTarget.OfHost) target).host();
    }

    private static ProblemException problem(ProblemCode code, String detail, String next) {
        return new ProblemException(Problem.of(code, detail, "Nothing was changed.", next));
    }
}
