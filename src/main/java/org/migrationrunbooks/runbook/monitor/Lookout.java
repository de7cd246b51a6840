package org.migrationrunbooks.runbook.monitor;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Fleets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks at many hosts and platforms side by side, with bounded threads and bounded in time. One that hangs costs a thread and never the
 * others' answers; it is not asked again before it has answered.
 */
@Component
class Lookout {

    private static final Logger log = LoggerFactory.getLogger(Lookout.class);

    /** Beyond what adapters allow a call, which are bounded themselves. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Platforms platforms;
    private final Fleets fleets;
    private final Clock clock;
    private final ExecutorService pool;
    private final Map<HostId, CompletableFuture<List<LifeSign>>> signs = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Listing>> listings = new ConcurrentHashMap<>();

    Lookout(Platforms platforms, Fleets fleets, MonitorProperties properties, Clock clock) {
        this.platforms = platforms;
        this.fleets = fleets;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(properties.threads(), task -> {
            Thread thread = new Thread(task, "host-monitor-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What a platform told of its hosts. */
    sealed interface Listing {

        record Told(FleetSnapshot fleet) implements Listing {}

        /** It did not tell; says nothing of its hosts. */
        record Untold(String why) implements Listing {}
    }

    /** Asks platforms for their hosts as they count, by name. */
    Map<String, Listing> list(Collection<String> names) {
        return all(names, listings, name -> new Listing.Told(fleets.of(name)), (name, why) -> new Listing.Untold(why));
    }

    /** Looks for signs of life of hosts. */
    Map<HostId, List<LifeSign>> look(Collection<HostId> hosts) {
        return all(
                hosts,
                signs,
                host -> platforms.get(host.platform()).lifeSigns(host),
                (host, why) -> List.of(new LifeSign(
                        LifeSign.Side.HYPERVISOR, host.toString(), LifeSign.Verdict.UNKNOWN, why, clock.instant())));
    }

    private interface Question<K, V> {
        V ask(K about);
    }

    private interface Unanswered<K, V> {
        V of(K about, String why);
    }

    private <K, V> Map<K, V> all(
            Collection<K> about,
            Map<K, CompletableFuture<V>> underWay,
            Question<K, V> question,
            Unanswered<K, V> unanswered) {
        Map<K, CompletableFuture<V>> answers = new LinkedHashMap<>();
        for (K one : about) {
            CompletableFuture<V> answer = underWay.computeIfAbsent(
                    one, key -> CompletableFuture.supplyAsync(() -> ask(key, question, unanswered), pool));
            CompletableFuture<V> unused = answer.whenComplete((value, failure) -> underWay.remove(one, answer));
            answers.put(
                    one,
                    answer.copy()
                            .completeOnTimeout(
                                    unanswered.of(one, "no answer within " + PATIENCE.toSeconds() + " s"),
                                    PATIENCE.toMillis(),
                                    TimeUnit.MILLISECONDS));
        }
        Map<K, V> all = new LinkedHashMap<>();
        answers.forEach((one, answer) -> all.put(one, answer.join()));
        return all;
    }

    private static <K, V> V ask(K about, Question<K, V> question, Unanswered<K, V> unanswered) {
        try {
            return question.ask(about);
        } catch (RuntimeException e) {
            // Whatever fails here must neither pass for a sign of life nor end the watch over the others.
            log.debug("Looking at {} failed", about, e);
            return unanswered.of(about, String.valueOf(e.getMessage()));
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        // Not interrupted: that would break the file of an embedded database under whoever reads it.
        pool.shutdown();
    }
}
