package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;

/** Turns the names in a request into ids, and says at once what is wrong with them. */
@Component
class Targets {

    private static final String NOTHING_CHANGED = "Nothing was changed.";

    private static final DataRate LEAST_BANDWIDTH = DataRate.ofMebibytesPerSecond(1);

    private final Platforms platforms;

    Targets(Platforms platforms) {
        this.platforms = platforms;
    }

    /**
     * The instance that is meant.
     *
     * @throws ProblemException where none or several are
     */
    InstanceId instance(StartRequest request) {
        String name = request.instance();
        if (name == null || name.isBlank()) {
            throw problem(
                    ProblemCode.REQUEST_INVALID,
                    "The body names no instance.",
                    "Send {\"instance\": \"…\", \"reason\": \"…\"}.");
        }
        requireReason(request);
        if (request.bandwidth() != null && request.bandwidth().compareTo(LEAST_BANDWIDTH) < 0) {
            throw problem(
                    ProblemCode.REQUEST_INVALID,
                    "A bandwidth of %s moves nothing.".formatted(request.bandwidth()),
                    "Allow at least %s, or leave it out.".formatted(LEAST_BANDWIDTH));
        }
        List<InstanceId> found =
                lookUp(request, name, fleet -> fleet.instance(name).map(Instance::id));
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty()
                ? problem(
                        ProblemCode.INSTANCE_UNKNOWN,
                        "No platform has an instance '%s'.".formatted(name),
                        "Look it up under /api/v1/instances.")
                : problem(
                        ProblemCode.INSTANCE_AMBIGUOUS,
                        "Several platforms have an instance '%s': %s."
                                .formatted(
                                        name,
                                        found.stream().map(InstanceId::platform).toList()),
                        "Name the one you mean in \"platform\".");
    }

    /**
     * The host that is meant.
     *
     * @throws ProblemException where none or several are
     */
    HostId host(StartRequest request) {
        String name = request.host();
        if (name == null || name.isBlank()) {
            throw problem(
                    ProblemCode.REQUEST_INVALID,
                    "The body names no host.",
                    "Send {\"host\": \"…\", \"reason\": \"…\"}.");
        }
        requireReason(request);
        List<HostId> found = lookUp(request, name, fleet -> fleet.host(name).map(Host::id));
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty()
                ? problem(
                        ProblemCode.HOST_UNKNOWN,
                        "No platform has a host '%s'.".formatted(name),
                        "Look it up under /api/v1/hosts.")
                : problem(
                        ProblemCode.HOST_AMBIGUOUS,
                        "Several platforms have a host '%s': %s."
                                .formatted(
                                        name,
                                        found.stream().map(HostId::platform).toList()),
                        "Name the one you mean in \"platform\".");
    }

    private static void requireReason(StartRequest request) {
        if (request.reason() == null || request.reason().isBlank()) {
            throw problem(
                    ProblemCode.REQUEST_INVALID,
                    "The body gives no reason.",
                    "Say why in \"reason\"; it goes to the approver and into the audit.");
        }
    }

    /** What the considered platforms have of that name; all of them have to answer. */
    private <T> List<T> lookUp(StartRequest request, String name, Function<FleetSnapshot, Optional<T>> find) {
        List<T> found = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Platform platform : considered(request.platform())) {
            try {
                find.apply(platform.hypervisor().inventory()).ifPresent(found::add);
            } catch (PlatformUnreachableException e) {
                silent.add(platform.name());
            }
        }
        if (!silent.isEmpty()) {
            throw problem(
                    ProblemCode.PLATFORM_UNREACHABLE,
                    "Platform %s does not answer, so '%s' cannot be looked up.".formatted(silent, name),
                    "Try again when it answers, or name another platform in \"platform\".");
        }
        return found;
    }

    private List<Platform> considered(@Nullable String name) {
        if (name == null) {
            return platforms.all();
        }
        return List.of(platforms
                .find(name)
                .orElseThrow(() -> problem(
                        ProblemCode.PLATFORM_UNKNOWN,
                        "No platform '%s' is configured.".formatted(name),
                        "The configured ones are %s."
                                .formatted(platforms.all().stream()
                                        .map(Platform::name)
                                        .toList()))));
    }

    /** What is wrong with the destination that was asked for, as far as names alone can tell. */
    void destination(StartRequest request, MovePlanner.Situation situation) {
        String wanted = request.destination();
        if (wanted == null) {
            return;
        }
        if (situation.fleet().host(wanted).isEmpty()) {
            throw problem(
                    ProblemCode.DESTINATION_UNKNOWN,
                    "The platform has no host '%s'.".formatted(wanted),
                    "Look the hosts up under /api/v1/hosts, or leave the destination out.");
        }
        HostId host = situation.instance().host();
        if (host.name().equals(wanted)) {
            throw problem(
                    ProblemCode.DESTINATION_IS_SOURCE,
                    "'%s' runs on '%s' already.".formatted(situation.instance().name(), wanted),
                    "Name another destination, or leave it out.");
        }
    }

    /** Why no host takes the instance, with the reason of each. */
    static Problem refused(StartRequest request, Placement.Choice choice) {
        List<String> reasons = choice.refusals().stream().map(Targets::line).toList();
        return request.destination() == null
                ? new Problem(
                        ProblemCode.NO_DESTINATION,
                        "No host takes the instance.",
                        NOTHING_CHANGED,
                        "The reasons say what would make room.",
                        null,
                        reasons)
                : new Problem(
                        ProblemCode.DESTINATION_REFUSED,
                        "'%s' does not take the instance: %s"
                                .formatted(request.destination(), String.join("; ", reasons)),
                        NOTHING_CHANGED,
                        "Name another destination, or leave it out and the best host is chosen.",
                        null,
                        reasons);
    }

    private static String line(Refusal refusal) {
        return "%s: %s: %s".formatted(refusal.host().name(), refusal.code(), refusal.reason());
    }

    private static ProblemException problem(ProblemCode code, String detail, String next) {
        return new ProblemException(Problem.of(code, detail, NOTHING_CHANGED, next));
    }
}
