package org.migrationrunbooks.runbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.migrationrunbooks.MigrationRunbooksApplication;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.scheduling.BootCaps;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How long the evacuation of a host with many instances takes, from its approval to the last of them running, against what no schedule
 * can be quicker than: on no host, and from no storage, may more boot at once than the caps allow.
 *
 * <p>{@code mvn -Pbench test-compile exec:java -Dexec.mainClass=org.migrationrunbooks.runbook.EvacuateFullHost [-Dexec.args=50]}
 */
public final class EvacuateFullHost {

    private static final String PLATFORM = "bench";
    private static final String DEAD = "dead";

    private EvacuateFullHost() {}

    public static void main(String[] args) throws IOException {
        int instances = args.length == 0 ? 50 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("evacuate-full-host");
        Path fleet = Files.writeString(folder.resolve("fleet.yaml"), fleet(instances));
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(
                        MigrationRunbooksApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("books") + ";WRITE_DELAY=0",
                        "--runbooks.sample-runs=false",
                        "--runbooks.monitor.enabled=false",
                        "--runbooks.platforms[0].name=" + PLATFORM,
                        "--runbooks.platforms[0].type=simulated",
                        "--runbooks.platforms[0].fleet=file:" + fleet,
                        "--runbooks.platforms[0].database=jdbc:h2:file:" + folder.resolve("platform"))) {
            evacuate(application, instances);
        }
    }

    private static void evacuate(ConfigurableApplicationContext application, int instances) {
        application
                .getBean(Platforms.class)
                .get(PLATFORM)
                .faultInjection()
                .orElseThrow()
                .inject(new Fault(Fault.Kind.HOST_CRASH, DEAD, null, null, null));
        StartAnswer answer = application
                .getBean(RunbookStart.class)
                .start(
                        RunbookKind.NODE_EVACUATION,
                        StartRequest.ofHost(PLATFORM, DEAD, "a measurement"),
                        "operator",
                        null);
        Run run = ((StartAnswer.Started) answer).run();
        Runbooks runbooks = application.getBean(Runbooks.class);
        await(runbooks, run, RunbookState.AWAITING_APPROVAL);
        Plan plan = runbooks.find(run.id()).orElseThrow().plan();
        if (plan == null || plan.moves().size() != instances) {
            throw new IllegalStateException("not every instance is planned: " + plan);
        }
        Instant approved = Instant.now();
        var unused = application
                .getBean(RunbookDecisions.class)
                .approve(run.id(), plan.hash(), "approver", Decision.APPROVE, "measure");
        await(runbooks, run, RunbookState.COMPLETED);
        Instant last = runbooks.details(run.id()).orElseThrow().parts().stream()
                .map(part -> runbooks.details(part.id()).orElseThrow())
                .flatMap(part -> part.operations().stream())
                .map(operation -> operation.endedAt() == null ? Instant.MAX : operation.endedAt())
                .max(Instant::compareTo)
                .orElseThrow();
        double took = seconds(Duration.between(approved, last));
        double bound = bound(plan, application.getBean(BootCaps.class));
        System.out.printf(
                "%d instances, ending %s: %.1f s from the approval to the last one running; no schedule is quicker than %.1f s; ratio %.2f%n",
                instances,
                runbooks.find(run.id()).orElseThrow().ending(),
                took,
                bound,
                took / bound);
    }

    private static void await(Runbooks runbooks, Run run, RunbookState state) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .until(() -> runbooks.find(run.id()).orElseThrow().state() == state);
    }

    /** Of any schedule: the longest boot, and for each host and the storage all its boots spread evenly over what may boot at once. */
    private static double bound(Plan plan, BootCaps caps) {
        Map<String, List<Double>> byHost = plan.moves().stream()
                .collect(Collectors.groupingBy(
                        move -> move.to().name(), Collectors.mapping(EvacuateFullHost::boot, Collectors.toList())));
        double hosts = byHost.values().stream()
                .mapToDouble(boots -> sum(boots) / caps.perHost())
                .max()
                .orElse(0);
        List<Double> all =
                plan.moves().stream().map(EvacuateFullHost::boot).toList();
        double longest = all.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return Math.max(longest, Math.max(hosts, sum(all) / caps.perStorage()));
    }

    private static double sum(List<Double> boots) {
        return boots.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double boot(Move move) {
        return bootSeconds(Integer.parseInt(move.instance().name().substring("vm-".length())));
    }

    private static int bootSeconds(int number) {
        return 8 + number % 5;
    }

    private static String fleet(int instances) {
        String spare = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> "  - {name: spare-%d, cpus: 64, memory: 256GB, link: 10Gbit, state: up}%n"
                        .formatted(number))
                .collect(Collectors.joining());
        String guests = IntStream.range(0, instances)
                .mapToObj(number -> ("  - {name: vm-%d, host: %s, state: running, cpus: 1, memory: 4GB, priority: %d,"
                                + " labels: {boot: %ds}, volumes: [{name: root, size: 20GB, shared: true}]}%n")
                        .formatted(number, DEAD, number % 3, bootSeconds(number)))
                .collect(Collectors.joining());
        return "hosts:%n  - {name: %s, cpus: 64, memory: 256GB, link: 10Gbit, state: up}%n%sinstances:%n%s"
                .formatted(DEAD, spare, guests);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
