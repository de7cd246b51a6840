package org.migrationrunbooks.runbook;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.RunbookId;
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

    HostOpening(Targets targets, Fleets fleets, Platforms platforms, HostSigns signs, Claims claims) {
        this.targets = targets;
        this.fleets = fleets;
        this.platforms = platforms;
        this.signs = signs;
        this.claims = claims;
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
            case NODE_EVACUATION -> evacuable(host);
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

    private void evacuable(Host host) {
        if (host.optedOut()) {
            throw problem(
                    ProblemCode.HOST_OPTED_OUT,
                    "'%s' is labelled runbooks=opt-out.".formatted(host.name()),
                    "Ask its owner to remove the label.");
        }
        if (host.state() == HostState.QUARANTINED) {
            throw problem(
                    ProblemCode.HOST_QUARANTINED,
                    "'%s' was evacuated and is quarantined.".formatted(host.name()),
                    "Return it to service when it is repaired.");
        }
        List<LifeSign> now = signs.of(host.id());
        HostSigns.hypervisor(now).ifPresent(sign -> {
            throw problem(
                    ProblemCode.HOST_NOT_FAILED,
                    "'%s' has not failed: %s".formatted(host.name(), HostSigns.text(now)),
                    "Move its instances live or cold; an evacuation would take the power from a host that works.");
        });
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
