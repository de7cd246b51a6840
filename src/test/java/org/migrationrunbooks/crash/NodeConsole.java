package org.migrationrunbooks.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Problem;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.StartAnswer;
import org.migrationrunbooks.runbook.StartRequest;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Lines from the test, lines to the test: {@code number command instance argument…}, answered by {@code @@ number json}. Each is carried
 * out on a thread of its own, since it may be held for ever. A node whose test is gone ends itself.
 */
class NodeConsole {

    static final String MARK = "@@ ";
    static final String READY = "ready";
    static final String HELD = "held";
    static final String FAILED = "! ";

    private final RunbookStart start;
    private final RunbookDecisions decisions;
    private final RunReader reader;
    private final StopPoints points;
    private final ObjectMapper json;

    NodeConsole(
            RunbookStart start, RunbookDecisions decisions, RunReader reader, StopPoints points, ObjectMapper json) {
        this.start = start;
        this.decisions = decisions;
        this.reader = reader;
        this.points = points;
        this.json = json;
    }

    static void tellHeld(String instance, StopPoint point) {
        tell(HELD + " " + instance + " " + point);
    }

    private static synchronized void tell(String line) {
        System.out.println(MARK + line);
        System.out.flush();
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() {
        Thread listener = new Thread(this::listen, "console");
        listener.setDaemon(true);
        listener.start();
        tell(READY);
    }

    private void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                Thread command = new Thread(() -> carryOut(words), "console-" + words[0]);
                command.setUncaughtExceptionHandler((thread, e) -> tell(words[0] + " " + FAILED + e));
                command.start();
            }
        } catch (IOException e) {
            tell("console " + e);
        }
        Runtime.getRuntime().halt(1);
    }

    private void carryOut(String[] words) {
        try {
            tell(words[0] + " " + json.writeValueAsString(answer(words[1], words[2], words)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object answer(String command, String instance, String[] words) {
        return switch (command) {
            case "arm" -> {
                points.arm(instance, new StopPoint(words[3]));
                yield true;
            }
            case "disarm" -> {
                points.disarm(instance);
                yield true;
            }
            case "release" -> {
                points.release(instance);
                yield true;
            }
            case "start" -> start(instance, words[3]);
            case "state" -> reader.run(instance).map(run -> run.state().code()).orElse("none");
            case "approve" -> reader.run(instance).flatMap(this::approve);
            case "retry" ->
                reader.run(instance)
                        .flatMap(run -> decisions.decide(run.id(), GateDecision.RETRY, "operator", "go on"));
            case "report" -> reader.report(instance);
            default -> throw new IllegalArgumentException(command);
        };
    }

    private Map<String, String> start(String instance, String bandwidth) {
        StartAnswer answer = start.start(
                instance.startsWith(Migration.COLD_PREFIX) ? RunbookKind.COLD_MIGRATION : RunbookKind.LIVE_MIGRATION,
                new StartRequest(
                        RunReader.PLATFORM,
                        instance,
                        null,
                        Site.destination(instance),
                        "to be killed",
                        null,
                        null,
                        null,
                        null,
                        null,
                        DataRate.of(bandwidth)),
                "operator",
                instance);
        return Map.of("answer", answer.getClass().getSimpleName());
    }

    private Optional<Problem> approve(Run run) {
        Plan plan = run.plan();
        return plan == null
                ? Optional.empty()
                : decisions.approve(run.id(), plan.hash(), "approver", Decision.APPROVE, "seen");
    }
}
