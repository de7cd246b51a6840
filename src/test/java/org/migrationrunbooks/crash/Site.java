package org.migrationrunbooks.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An installation: its databases, its simulated fleet, and the processes that work on them. Each lane of the fleet has hosts of its own,
 * so that runs never wait for each other and one that is held does not hold others.
 */
final class Site implements AutoCloseable {

    private static final List<String> LEASES = List.of(
            "update act_ru_job set lock_exp_time_ = lock_exp_time_ - interval '1' hour where lock_owner_ is not null",
            "update act_ru_ext_task set lock_exp_time_ = lock_exp_time_ - interval '1' hour where worker_id_ is not null",
            "update mr_operation set swept_until = swept_until - interval '1' hour where swept_until is not null");

    private final Path folder;
    private final List<String> properties;
    private final EmbeddedDatabase database;
    private final Map<Course, Queue<Lane>> lanes = new EnumMap<>(Course.class);
    private final List<Node> nodes = new ArrayList<>();

    private Site(Path folder, EmbeddedDatabase database, List<String> databases, Map<Course, Integer> numbers) {
        this.folder = folder;
        this.database = database;
        this.properties = new ArrayList<>(databases);
        properties.addAll(List.of(
                "server.port=0",
                "runbooks.sample-runs=false",
                "runbooks.monitor.enabled=false",
                // The hosts of many lanes fail at the same time.
                "runbooks.monitor.storm-hosts=100000",
                "runbooks.platforms[0].name=" + LaneReader.PLATFORM,
                "runbooks.platforms[0].type=simulated",
                "runbooks.platforms[0].fleet=file:" + fleet(numbers),
                // Whoever is held keeps its lease for as long as the others need to come to their points; see
                // #letLeasesRunOut.
                "runbooks.operations.lease=5m",
                "runbooks.operations.lease-extension=1s",
                "runbooks.operations.doubt=3s",
                "runbooks.operations.power-patience=1s",
                "runbooks.operations.sweep-interval=1s",
                "runbooks.operations.threads=200",
                "runbooks.operations.capacity=1000",
                "runbooks.boot-slots.per-storage=1000",
                "camunda.bpm.job-execution.core-pool-size=200",
                "camunda.bpm.job-execution.max-pool-size=200",
                "camunda.bpm.job-execution.lock-time-in-millis=300000",
                "spring.datasource.hikari.maximum-pool-size=140"));
    }

    /** The databases of a node that nobody has configured: H2 files beside it. */
    static Site onH2(Map<Course, Integer> numbers) {
        Path folder = folder("h2");
        EmbeddedDatabase files =
                new EmbeddedDatabase("jdbc:h2:file:" + folder.resolve("data/migration-runbooks"), "sa", "");
        return new Site(folder, files, List.of(), numbers);
    }

    /** Databases that several nodes can share. PostgreSQL ends a transaction in which nothing is asked for some seconds. */
    static Site onPostgres(Map<Course, Integer> numbers) {
        EmbeddedDatabase ours = EmbeddedDatabase.postgres();
        return new Site(
                folder("postgres"),
                ours,
                List.of(
                        "spring.datasource.url=" + ours.url()
                                + "&options=-c%20idle_in_transaction_session_timeout=4000",
                        "spring.datasource.username=" + ours.username(),
                        "spring.datasource.password=" + ours.password(),
                        "runbooks.platforms[0].database="
                                + EmbeddedDatabase.postgres().url()),
                numbers);
    }

    /** As if an hour had gone by for whoever holds a lease. No process that runs may have the database for itself. */
    void letLeasesRunOut() {
        JdbcClient client = JdbcClient.create(database.dataSource());
        LEASES.forEach(update -> client.sql(update).update());
    }

    /** A node that runs: one that does, or a new one where all were killed. */
    Node node() {
        return nodes(1).get(0);
    }

    /** Kills the node and starts another in its place. */
    Node replace(Node victim) {
        victim.kill();
        letLeasesRunOut();
        return node();
    }

    /** So many nodes that run, those that already do included; new ones start at the same time. */
    List<Node> nodes(int number) {
        List<Node> running = new ArrayList<>(nodes.stream().filter(Node::alive).toList());
        while (running.size() < number) {
            running.add(fork());
        }
        running.forEach(Node::awaitReady);
        return running;
    }

    /** A node beside the one that runs. */
    Node another(Node first) {
        return nodes(2).stream().filter(node -> node != first).findFirst().orElseThrow();
    }

    private Node fork() {
        Node node = Node.fork("node-" + (nodes.size() + 1), folder, properties);
        nodes.add(node);
        return node;
    }

    /**
     * A lane that nobody has used.
     *
     * @throws java.util.NoSuchElementException where none is left
     */
    Lane lane(Course course) {
        return lanes.getOrDefault(course, new ArrayDeque<>()).remove();
    }

    private Path fleet(Map<Course, Integer> numbers) {
        StringBuilder hosts = new StringBuilder("hosts:\n");
        StringBuilder instances = new StringBuilder("instances:\n");
        int next = 1;
        for (Map.Entry<Course, Integer> number : numbers.entrySet()) {
            Queue<Lane> own = new ArrayDeque<>();
            for (int i = 0; i < number.getValue(); i++) {
                Lane lane = new Lane(next++);
                own.add(lane);
                hosts.append(number.getKey().hosts(lane));
                instances.append(number.getKey().instance(lane));
            }
            lanes.put(number.getKey(), own);
        }
        try {
            return Files.writeString(folder.resolve("fleet.yaml"), hosts.toString() + instances);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String name) {
        try {
            Path all = Files.createDirectories(Path.of("target", "crash").toAbsolutePath());
            return Files.createTempDirectory(all, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
