package org.migrationrunbooks.platform.libvirt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** All hosts of a platform. */
final class LibvirtHosts implements AutoCloseable {

    private final ClientLibrary library;
    private final Map<HostId, LibvirtHost> hosts = new LinkedHashMap<>();
    private final ExecutorService askers;

    LibvirtHosts(String platform, LibvirtSettings settings, ClientLibrary library) {
        this.library = library;
        this.askers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "libvirt-" + platform + "-ask");
            thread.setDaemon(true);
            return thread;
        });
        for (LibvirtSettings.HostSettings host : settings.hosts()) {
            HostId id = new HostId(platform, host.name());
            Endpoint endpoint = Endpoint.of(host.uri(), settings.tls().pki());
            HostLink link = new HostLink(
                    host.name(),
                    () -> endpoint.open(library, settings.keepalive(), settings.connectTimeout()),
                    settings.callTimeout());
            hosts.put(id, new LibvirtHost(id, host, link));
        }
    }

    List<LibvirtHost> all() {
        return List.copyOf(hosts.values());
    }

    /** The host; empty where none of that name is configured. */
    Optional<LibvirtHost> find(HostId id) {
        requireLibrary();
        return Optional.ofNullable(hosts.get(id));
    }

    /**
     * The host.
     *
     * @throws PlatformUnreachableException where none of that name is configured (any more), or the client library is missing
     */
    LibvirtHost get(HostId id) {
        return find(id).orElseThrow(() -> new PlatformUnreachableException(
                "host %s is not configured under runbooks.platforms[].hosts".formatted(id), null));
    }

    /**
     * Asks all hosts at the same time.
     *
     * @return the answers in the hosts' order; one is empty where the host did not answer
     * @throws PlatformUnreachableException where the client library is missing
     */
    <T> Map<LibvirtHost, Optional<T>> askAll(Function<LibvirtHost, T> question) {
        return ask(hosts.values(), question);
    }

    /** As above, all but one. */
    <T> Map<LibvirtHost, Optional<T>> askOthers(HostId one, Function<LibvirtHost, T> question) {
        return ask(
                hosts.values().stream().filter(host -> !host.id().equals(one)).toList(), question);
    }

    private <T> Map<LibvirtHost, Optional<T>> ask(Collection<LibvirtHost> some, Function<LibvirtHost, T> question) {
        requireLibrary();
        Map<LibvirtHost, CompletableFuture<Optional<T>>> asked = new LinkedHashMap<>();
        for (LibvirtHost host : some) {
            asked.put(host, beside(() -> answer(host, question)));
        }
        Map<LibvirtHost, Optional<T>> answers = new LinkedHashMap<>();
        asked.forEach((host, answer) -> answers.put(host, join(answer)));
        return answers;
    }

    /** Does something in a thread beside the caller's. */
    <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, askers);
    }

    private static <T> Optional<T> answer(LibvirtHost host, Function<LibvirtHost, T> question) {
        try {
            return Optional.of(question.apply(host));
        } catch (PlatformUnreachableException e) {
            return Optional.empty();
        }
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The first host, of those that answer, that has the instance, preferring one where it runs. */
    Optional<Placed> locate(InstanceId instance) {
        Map<LibvirtHost, Optional<Optional<DomainView>>> answers = askAll(host -> host.view(instance.name()));
        Placed best = null;
        boolean silent = false;
        for (Map.Entry<LibvirtHost, Optional<Optional<DomainView>>> answer : answers.entrySet()) {
            silent |= answer.getValue().isEmpty();
            DomainView view = answer.getValue().flatMap(Function.identity()).orElse(null);
            if (view != null && (best == null || rank(view) > rank(best.view()))) {
                best = new Placed(answer.getKey(), view);
            }
        }
        if (best == null && silent) {
            throw new PlatformUnreachableException(
                    "instance %s is on no host that answers: %s".formatted(instance, problems()), null);
        }
        return Optional.ofNullable(best);
    }

    /** An instance where it is. */
    record Placed(LibvirtHost host, DomainView view) {}

    private static int rank(DomainView view) {
        return switch (view.instanceState()) {
            case RUNNING -> 3;
            case PAUSED -> view.arriving() ? 1 : 2;
            case STOPPED, CRASHED, UNKNOWN -> 0;
        };
    }

    /** What is wrong with which host; empty where all can be used. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (LibvirtHost host : hosts.values()) {
            host.link().problem().ifPresent(problem -> problems.add(host.id().name() + ": " + problem));
        }
        return problems;
    }

    /** @throws PlatformUnreachableException where the client library is missing */
    void requireLibrary() {
        library.get();
    }

    @Override
    public void close() {
        hosts.values().forEach(host -> host.link().close());
        askers.shutdown();
    }
}
