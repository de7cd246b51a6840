package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.LifeSign.Side;
import org.migrationrunbooks.platform.LifeSign.Verdict;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** Looks at a host from every side: its daemon over a new connection, its other addresses, and what its instances write. */
final class LifeSigns {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final LibvirtHosts hosts;
    private final LibvirtSettings settings;
    private final StorageWitness witness;
    private final Clock clock;

    LifeSigns(LibvirtHosts hosts, DefinitionStore definitions, LibvirtSettings settings, Clock clock) {
        this.hosts = hosts;
        this.settings = settings;
        this.witness = new StorageWitness(hosts, definitions, settings.sharedFolders(), BETWEEN_LOOKS);
        this.clock = clock;
    }

    /** What each side says now; nothing of a host that is not configured. */
    List<LifeSign> of(HostId id) {
        return hosts.all().stream()
                .filter(host -> host.id().equals(id))
                .findFirst()
                .map(this::look)
                .orElse(List.of());
    }

    private List<LifeSign> look(LibvirtHost host) {
        Probe daemonAddress = Endpoint.of(host.settings().uri(), null).probe().orElse(null);
        CompletableFuture<LifeSign> daemon = beside(
                () -> daemon(host),
                () -> sign(Side.HYPERVISOR, host.settings().uri(), Verdict.SILENT, "no answer in time"));
        Optional<CompletableFuture<LifeSign>> address =
                Optional.ofNullable(daemonAddress).map(this::knock);
        List<CompletableFuture<LifeSign>> others = host.settings().probes().stream()
                .map(Probe::of)
                .map(this::knock)
                .toList();
        CompletableFuture<LifeSign> storage = beside(
                () -> storage(host),
                () -> sign(Side.STORAGE, volumesOf(host), Verdict.UNKNOWN, "the other hosts did not tell in time"));
        // Over the network of the daemon nothing can be learnt that its silence does not tell, but that somebody
        // listens all the same.
        Stream<LifeSign> listening =
                address
                        .map(CompletableFuture::join)
                        .filter(sign -> sign.alive() && !daemon.join().alive())
                        .stream();
        return Stream.of(Stream.of(daemon.join()), listening, network(others), Stream.of(storage.join()))
                .flatMap(signs -> signs)
                .toList();
    }

    private Stream<LifeSign> network(List<CompletableFuture<LifeSign>> probes) {
        return probes.isEmpty()
                ? Stream.of(sign(
                        Side.NETWORK,
                        "probes",
                        Verdict.UNKNOWN,
                        "no address is configured under runbooks.platforms[].hosts[].probes"))
                : probes.stream().map(CompletableFuture::join);
    }

    private LifeSign daemon(LibvirtHost host) {
        String uri = host.settings().uri();
        try {
            hosts.requireLibrary();
        } catch (PlatformUnreachableException e) {
            return sign(Side.HYPERVISOR, uri, Verdict.UNKNOWN, String.valueOf(e.getMessage()));
        }
        try {
            return host.link()
                    .askAnew(Connection::greeting)
                    .map(words -> sign(Side.HYPERVISOR, uri, Verdict.ALIVE, words))
                    .orElseGet(() -> sign(
                            Side.HYPERVISOR,
                            uri,
                            Verdict.UNKNOWN,
                            "it could not be asked: every thread of ours to it hangs"));
        } catch (PlatformUnreachableException e) {
            return sign(Side.HYPERVISOR, uri, Verdict.SILENT, String.valueOf(e.getMessage()));
        }
    }

    private CompletableFuture<LifeSign> knock(Probe probe) {
        return beside(
                () -> {
                    Probe.Echo echo = probe.knock(settings.connectTimeout());
                    Verdict verdict = echo instanceof Probe.Echo.Silence
                            ? Verdict.SILENT
                            : echo instanceof Probe.Echo.Untried ? Verdict.UNKNOWN : Verdict.ALIVE;
                    return sign(Side.NETWORK, probe.toString(), verdict, echo.words());
                },
                () -> sign(Side.NETWORK, probe.toString(), Verdict.UNKNOWN, "it could not be tried in time"));
    }

    private LifeSign storage(LibvirtHost host) {
        try {
            StorageWitness.Testimony testimony = witness.about(host.id());
            return sign(Side.STORAGE, volumesOf(host), testimony.verdict(), testimony.words());
        } catch (PlatformUnreachableException e) {
            return sign(Side.STORAGE, volumesOf(host), Verdict.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private static String volumesOf(LibvirtHost host) {
        return "shared volumes of instances on " + host.id();
    }

    private CompletableFuture<LifeSign> beside(Supplier<LifeSign> look, Supplier<LifeSign> otherwise) {
        long bound = settings.callTimeout().plusSeconds(1).toMillis(); // what has a bound of its own says more
        return hosts.beside(() -> Optional.of(look.get()))
                .completeOnTimeout(Optional.empty(), bound, TimeUnit.MILLISECONDS)
                .thenApply(sign -> sign.orElseGet(otherwise));
    }

    private LifeSign sign(Side side, String source, Verdict verdict, String evidence) {
        return new LifeSign(side, source, verdict, evidence, clock.instant());
    }
}
