package org.migrationrunbooks.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.migrationrunbooks.MigrationRunbooksApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestTemplate;

/**
 * How quickly the pages open, and how they stay usable, with a plan of many moves and a large fleet in motion; beside each figure that of
 * Cockpit's own dashboard, opened in the same browser right before.
 *
 * <p>{@code mvn -Pbench test-compile exec:java -Dexec.mainClass=org.migrationrunbooks.browser.PagesUnderLoad}
 */
public final class PagesUnderLoad {

    private static final int MOVES = 500;
    private static final int INSTANCES = 1_000;
    private static final int MOVING = 50;
    private static final int TIMES = 7;
    private static final String RUNBOOKS = "/api/v1/runbooks";

    private final RestTemplate rest;
    private final int port;

    private PagesUnderLoad(int port) {
        this.port = port;
        this.rest = new RestTemplateBuilder()
                .rootUri("http://127.0.0.1:" + port)
                .basicAuthentication("admin", "admin")
                .build();
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("pages-under-load");
        Path fleet = Files.writeString(folder.resolve("fleet.yaml"), fleet());
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(MigrationRunbooksApplication.class)
                        .run(
                                "--server.port=0",
                                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("books") + ";WRITE_DELAY=0",
                                "--runbooks.sample-runs=false",
                                "--runbooks.monitor.enabled=false",
                                "--runbooks.platforms[0].name=bench",
                                "--runbooks.platforms[0].type=simulated",
                                "--runbooks.platforms[0].fleet=file:" + fleet,
                                "--runbooks.platforms[0].database=jdbc:h2:file:" + folder.resolve("platform"));
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")))) {
            int port = ((WebServerApplicationContext) application).getWebServer().getPort();
            new PagesUnderLoad(port).measure(browser);
        }
    }

    private void measure(Browser browser) {
        post("/api/v1/platforms/bench/faults", "{\"kind\": \"HOST_CRASH\", \"host\": \"dead\"}");
        String evacuation = started("node-evacuation", "{\"host\": \"dead\", \"reason\": \"a measurement\"}");
        await(evacuation, "awaiting-approval");
        try (Visitor approver = new Visitor(browser, port, "approver")) {
            compare("approval page, %d moves".formatted(MOVES), approver, "/runbooks/approvals/" + evacuation, "Reject");
        }
        for (int number = 0; number < MOVING; number++) {
            started(
                    "live-migration",
                    "{\"instance\": \"moving-%d\", \"bandwidth\": \"100Mbit\", \"reason\": \"a measurement\"}"
                            .formatted(number));
        }
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            compare(
                    "runbooks page, %d instances, %d moving".formatted(INSTANCES, MOVING),
                    operator,
                    "/runbooks",
                    "Start a runbook");
            responsiveness(operator);
        }
    }

    private void compare(String what, Visitor visitor, String route, String shown) {
        List<Double> peer = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            peer.add(millis(visitor, "/dashboard", "Deployed"));
            ours.add(millis(visitor, route, shown));
        }
        System.out.printf(
                "%s: median %.0f ms, slowest %.0f ms; Cockpit's dashboard %.0f ms; ratio %.2f%n",
                what, median(ours), ours.stream().mapToDouble(each -> each).max().orElseThrow(), median(peer), median(ours) / median(peer));
    }

    private static double millis(Visitor visitor, String route, String shown) {
        visitor.open("/welcome-nowhere");
        long begun = System.nanoTime();
        visitor.open(route);
        visitor.sees(shown);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** What keeps the page from answering a click, over ten seconds in which everything moves. */
    private static void responsiveness(Visitor operator) {
        operator.page()
                .evaluate(
                        "() => { window.mrLong = []; new PerformanceObserver(list => list.getEntries().forEach(e => window.mrLong.push(e.duration))).observe({type: 'longtask'}); }");
        List<Double> clicks = new ArrayList<>();
        for (int time = 0; time < 10; time++) {
            operator.page().waitForTimeout(1_000);
            long begun = System.nanoTime();
            operator.button("Start a runbook").first().click();
            operator.page().locator("dialog[open]").waitFor();
            clicks.add((System.nanoTime() - begun) / 1e6);
            operator.page().keyboard().press("Escape");
        }
        System.out.printf(
                "while it moves: a dialog opens in %.0f ms (median of 10); tasks over 50 ms: %s%n",
                median(clicks), operator.page().evaluate("() => window.mrLong.map(Math.round)"));
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }

    private String started(String kind, String body) {
        return String.valueOf(post(RUNBOOKS + "/" + kind, body).get("id"));
    }

    private void await(String run, String state) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!state.equals(rest.getForObject(RUNBOOKS + "/" + run, Map.class).get("state"))) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("run " + run + " does not come to be " + state);
            }
            Thread.onSpinWait();
        }
    }

    private Map<?, ?> post(String path, String body) {
        HttpHeaders json = new HttpHeaders();
        json.setContentType(MediaType.APPLICATION_JSON);
        return rest.postForObject(path, new HttpEntity<>(body, json), Map.class);
    }

    private static String fleet() {
        String hosts = IntStream.range(0, 20)
                .mapToObj("  - {name: node-%02d, cpus: 512, memory: 4TB, link: 25Gbit}%n"::formatted)
                .collect(Collectors.joining());
        String rest = IntStream.range(0, INSTANCES - MOVES)
                .mapToObj(number -> "  - {name: %s-%d, host: node-%02d, cpus: 1, memory: 2GB, dirtyRate: 1MB, workingSet: 32MB, labels: {change: standard}}%n"
                        .formatted(number < MOVING ? "moving" : "still", number, number % 20))
                .collect(Collectors.joining());
        String stranded = IntStream.range(0, MOVES)
                .mapToObj("  - {name: stranded-%1$d, host: dead, cpus: 1, memory: 1GB, volumes: [{name: stranded-%1$d-root, size: 10GB, shared: true}]}%n"
                        ::formatted)
                .collect(Collectors.joining());
        return "hosts:%n  - {name: dead, cpus: 1024, memory: 4TB, link: 25Gbit}%n%sinstances:%n%s%s"
                .formatted(hosts, rest, stranded);
    }
}
