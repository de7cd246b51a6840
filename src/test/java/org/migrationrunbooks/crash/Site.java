package org.migrationrunbooks.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An installation: its databases, its simulated fleet, and the processes that work on them. Each instance of the fleet has a source
 * and a destination of its own, so that runs never wait for each other and one that is held does not hold others.
 */
final class Site implements AutoCloseable {

    private static final int INSTANCES = 150;

    /** Instances with a disk of their own, which only a cold migration moves. */
    private static final int COLD_INSTANCES = 150;

    private final Path folder;
    private final List<String> properties;
    private final Runnable timeToPass;
    private final List<Node> nodes = new ArrayList<>();
    private int instances;
    private int coldInstances;

    private Site(String name, List<String> databases, Runnable timeToPass) {
        this.timeToPass = timeToPass;
        this.folder = folder(name);
        this.properties = new ArrayList<>(databases);
        properties.addAll(List.of(
                "server.port=0",
                "runbooks.sample-runs=false",
                "runbooks.platforms[0].name=" + RunReader.PLATFORM,
                "runbooks.platforms[0].type=simulated",
                "runbooks.platforms[0].fleet=file:" + fleet(),
                "runbooks.operations.lease=5s",
                "runbooks.operations.lease-extension=1s",
                "runbooks.operations.doubt=3s",
                "runbooks.operations.sweep-interval=1s",
                "runbooks.operations.threads=30",
                "camunda.bpm.job-execution.core-pool-size=50",
                "camunda.bpm.job-execution.max-pool-size=60",
                "spring.datasource.hikari.maximum-pool-size=100"));
    }

    /** The databases of a node that nobody has configured: H2 files beside it. */
    static Site onH2() {
        return new Site("h2", List.of(), () -> {});
    }

    /**
     * Databases that several nodes can share.
     *
     * @param idle after which PostgreSQL ends a transaction in which nothing is asked; zero for never
     */
    static Site onPostgres(Duration idle) {
        EmbeddedDatabase ours = EmbeddedDatabase.postgres();
        return new Site(
                "postgres",
                List.of(
                        "spring.datasource.url=" + ours.url() + "&options=-c%20idle_in_transaction_session_timeout="
                                + idle.toMillis(),
                        "spring.datasource.username=" + ours.username(),
                        "spring.datasource.password=" + ours.password(),
                        "runbooks.platforms[0].database="
                                + EmbeddedDatabase.postgres().url()),
                () -> letJobLocksRunOut(ours));
    }

    /** As if a minute had gone by. On a file of its own the next process does not have to wait for the locks of a killed one. */
    private static void letJobLocksRunOut(EmbeddedDatabase database) {
        JdbcClient.create(database.dataSource())
                .sql(
                        "update act_ru_job set lock_exp_time_ = lock_exp_time_ - interval '1 minute' where lock_owner_ is not null")
                .update();
    }

    /** A node that runs: one that does, or a new one where all were killed. */
    Node node() {
        return nodes(1).get(0);
    }

    /** Kills the node and starts another in its place. */
    Node replace(Node victim) {
        victim.kill();
        timeToPass.run();
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

    private Node fork() {
        Node node = Node.fork("node-" + (nodes.size() + 1), folder, properties);
        nodes.add(node);
        return node;
    }

    /** Name of an instance that no run has touched. */
    String untouchedInstance() {
        if (instances == INSTANCES) {
            throw new IllegalStateException("the fleet has no untouched instance left");
        }
        return "vm-" + instances++;
    }

    /** Name of an instance with a disk of its own that no run has touched. */
    String untouchedColdInstance() {
        if (coldInstances == COLD_INSTANCES) {
            throw new IllegalStateException("the fleet has no untouched instance left");
        }
        return Migration.COLD_PREFIX + coldInstances++;
    }

    static String source(String instance) {
        return "from-" + instance;
    }

    static String destination(String instance) {
        return "to-" + instance;
    }

    private Path fleet() {
        List<String> names = Stream.concat(
                        IntStream.range(0, INSTANCES).mapToObj(i -> "vm-" + i),
                        IntStream.range(0, COLD_INSTANCES).mapToObj(i -> Migration.COLD_PREFIX + i))
                .toList();
        String hosts = names.stream()
                .map(name -> host(source(name)) + host(destination(name)))
                .collect(Collectors.joining());
        String instances = names.stream().map(Site::instance).collect(Collectors.joining());
        try {
            return Files.writeString(folder.resolve("fleet.yaml"), "hosts:\n" + hosts + "instances:\n" + instances);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host(String name) {
        return "  - {name: %s, cpus: 8, memory: 32GB, link: 10Gbit, state: up}\n".formatted(name);
    }

    private static String instance(String name) {
        String volumes = name.startsWith(Migration.COLD_PREFIX) ? "{name: %s-root, size: 2GB, shared: false}" : "";
        return ("  - {name: %s, host: %s, state: running, cpus: 1, memory: 2GB, dirtyRate: 5MB, workingSet: 64MB,"
                        + " labels: {shutdown: 1s, boot: 1s}, volumes: [" + volumes.formatted(name) + "]}\n")
                .formatted(name, source(name));
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
