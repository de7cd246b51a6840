package org.migrationrunbooks.crash;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a thread does now, as it has come to be known on the way: in which lane, and what is in its transaction. */
final class Passage {

    private static final String BEGUN = ">";
    private static final ThreadLocal<Passage> CURRENT = ThreadLocal.withInitial(Passage::new);

    private final Set<Lane> lanes = new LinkedHashSet<>();
    private final Set<String> deeds = new LinkedHashSet<>();
    private final Set<String> writes = new LinkedHashSet<>();
    private @Nullable Lane last;

    /** Threads that carry out runs; what the others do belongs to no run, extends a lease, or only looks. */
    private static final Pattern THREADS = Pattern.compile("console-.*|operation-\\d+|camundaTaskExecutor-.*");

    static Passage current() {
        return CURRENT.get();
    }

    void in(Collection<Lane> named) {
        lanes.addAll(named);
        if (named.size() == 1) {
            last = named.iterator().next();
        }
    }

    /** Whether runs are carried out on this thread. */
    static boolean ofARun() {
        return THREADS.matcher(Thread.currentThread().getName()).matches();
    }

    /** Something is recorded. */
    void records(String code) {
        deeds.add(code);
    }

    /** An element of a model begins. */
    void begins(String element) {
        deeds.add(BEGUN + element);
    }

    /** An element of a model ends; only its name is kept where it has also begun here. */
    void ends(String element) {
        deeds.remove(BEGUN + element);
        deeds.add(element);
    }

    /** A table that is written. */
    void writes(String table) {
        writes.add(table);
    }

    /** The lane in which the transaction acts; empty where it acts in none that is known, or in several. */
    Optional<Lane> lane() {
        return lanes.size() == 1 ? Optional.of(lanes.iterator().next()) : Optional.empty();
    }

    /** The lane that this thread was last seen in. */
    Optional<Lane> lastLane() {
        return Optional.ofNullable(last);
    }

    boolean writes() {
        return !writes.isEmpty();
    }

    /** A name for what is committed: what is done, or where that is not known, what is written. */
    String name() {
        return String.join("+", deeds.isEmpty() ? writes : deeds);
    }

    /** The transaction is over. */
    void over() {
        lanes.clear();
        deeds.clear();
        writes.clear();
    }
}
