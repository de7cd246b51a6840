package org.migrationrunbooks.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a runbook costs on top of the bare migration: the same guest is moved by the runbook (no approval) and by {@code virsh
 * migrate}, in alternating pairs, with the same downtime limit; prints each pair, the medians and their difference and ratio.
 *
 * <p>As root, with the lab up: {@code mvn -Pbench,lab test-compile}, then {@code src/lab/libvirt/bin/java -Dlab.home=src/lab/libvirt
 * -cp <test classpath> org.migrationrunbooks.lab.CompareWithVirsh [pairs]}.
 */
final class CompareWithVirsh {

    private static final String GUEST = "bench-1";
    private static final long MAX_DOWNTIME_MILLIS = 300;

    private final LibvirtLab lab = LibvirtLab.up();
    private final LabApplication application;
    private final LibvirtLab.Guest guest;
    private String host = "node-a";

    private record Sample(Duration total, Duration gap) {}

    private CompareWithVirsh(LabApplication application) {
        this.application = application;
        lab.destroyIfThere(GUEST);
        this.guest = lab.guest(GUEST, "--rate", "5", "--label", "change=standard");
    }

    public static void main(String[] args) throws IOException {
        int pairs = args.length == 0 ? 10 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("compare-with-virsh");
        try (LabApplication application =
                new LabApplication(folder, LibvirtLab.up().configuration())) {
            CompareWithVirsh bench = new CompareWithVirsh(application);
            try {
                bench.byRunbook();
                bench.byVirsh();
                bench.compare(pairs);
            } finally {
                bench.lab.destroyIfThere(GUEST);
            }
        }
    }

    private void compare(int pairs) {
        List<Sample> runbook = new ArrayList<>();
        List<Sample> virsh = new ArrayList<>();
        System.out.println("pair  runbook s  gap ms    virsh s  gap ms");
        for (int pair = 0; pair < pairs; pair++) {
            // Who goes first alternates, so that neither always has the warmer machine.
            if (pair % 2 == 0) {
                runbook.add(byRunbook());
                virsh.add(byVirsh());
            } else {
                virsh.add(byVirsh());
                runbook.add(byRunbook());
            }
            System.out.printf(
                    "%4d  %9.2f  %6d  %9.2f  %6d%n",
                    pair + 1,
                    seconds(runbook.get(pair).total()),
                    runbook.get(pair).gap().toMillis(),
                    seconds(virsh.get(pair).total()),
                    virsh.get(pair).gap().toMillis());
        }
        double total = median(runbook, s -> seconds(s.total()));
        double bare = median(virsh, s -> seconds(s.total()));
        double gap = median(runbook, s -> s.gap().toMillis());
        double bareGap = median(virsh, s -> s.gap().toMillis());
        System.out.printf("median total: %.2f s and %.2f s, on top %.2f s%n", total, bare, total - bare);
        System.out.printf("median outside gap: %.0f ms and %.0f ms, ratio %.2f%n", gap, bareGap, gap / bareGap);
    }

    private Sample byRunbook() {
        String destination = other();
        guest.reset();
        long start = System.nanoTime();
        String run = application.migrate(Map.of(
                "instance", GUEST,
                "destination", destination,
                "reason", "a benchmark",
                "maxDowntimeMillis", MAX_DOWNTIME_MILLIS));
        application.await(run, "completed", Duration.ofMinutes(3));
        return arrived(destination, Duration.ofNanos(System.nanoTime() - start));
    }

    private Sample byVirsh() {
        String destination = other();
        String address = destination.equals("node-a") ? "11" : "12";
        guest.reset();
        long start = System.nanoTime();
        lab.virsh(
                host,
                "migrate",
                "--live",
                "--p2p",
                "--tls",
                "--persistent",
                "--undefinesource",
                GUEST,
                "qemu+tls://10.77.0." + address + "/system",
                "tcp://10.78.0." + address);
        return arrived(destination, Duration.ofNanos(System.nanoTime() - start));
    }

    private Sample arrived(String destination, Duration total) {
        Heartbeats heard = guest.awaitBeats(120, destination);
        if (!heard.continuous()) {
            throw new IllegalStateException("the guest did not survive: " + heard);
        }
        host = destination;
        return new Sample(total, heard.longestGap());
    }

    private String other() {
        return host.equals("node-a") ? "node-b" : "node-a";
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return Arrays.stream(sorted).skip((sorted.length - 1) / 2).limit(2 - sorted.length % 2).average().orElseThrow();
    }
}
