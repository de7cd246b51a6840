package org.migrationrunbooks.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.migrationrunbooks.runbook.RunbookKind;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Lines from the test, lines to the test: {@code number command argument…}, answered by {@code @@ number json}. A node whose test is
 * gone ends itself.
 */
class NodeConsole {

    static final String MARK = "@@ ";
    static final String READY = "ready";
    static final String HELD = "held";
    static final String FAILED = "! ";

    private final People people;
    private final LaneReader reader;
    private final StopPoints points;
    private final ObjectMapper json;

    NodeConsole(People people, LaneReader reader, StopPoints points, ObjectMapper json) {
        this.people = people;
        this.reader = reader;
        this.points = points;
        this.json = json;
    }

    static void tellHeld(Lane lane, StopPoint point) {
        tell(HELD + " " + lane + " " + point);
    }

    private static synchronized void tell(String line) {
        System.out.println(MARK + line);
        System.out.flush();
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() {
        Thread listener = new Thread(this::listen, "listener");
        listener.setDaemon(true);
        listener.start();
        tell(READY);
    }

    private void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                Thread command = new Thread(() -> carryOut(words), "listener-" + words[0]);
                command.setUncaughtExceptionHandler((thread, e) -> {
                    e.printStackTrace();
                    tell(words[0] + " " + FAILED + e);
                });
                command.start();
            }
        } catch (IOException e) {
            tell("console " + e);
        }
        Runtime.getRuntime().halt(1);
    }

    private void carryOut(String[] words) {
        try {
            tell(words[0] + " " + json.writeValueAsString(answer(words)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object answer(String[] words) {
        switch (words[1]) {
            case "arm" -> points.arm(Lane.of(words[2]), new StopPoint(words[3]));
            case "survey" -> points.survey(Lane.of(words[2]));
            case "release" -> points.release();
            case "prepare" -> lanes(words[3]).forEach(lane -> people.prepare(Course.valueOf(words[2]), lane));
            case "ask" -> lanes(words[4]).forEach(lane -> people.ask(Course.valueOf(words[2]), kind(words[3]), lane));
            case "passed" -> {
                return points.passed(Lane.of(words[2])).stream()
                        .map(StopPoint::name)
                        .toList();
            }
            case "advance" -> {
                return advance(Course.valueOf(words[2]), kind(words[3]), lanes(words[4]));
            }
            case "report" -> {
                return reader.reports(lanes(words[2]));
            }
            case "verdict" -> {
                return reader.verdict();
            }
            default -> throw new IllegalArgumentException(words[1]);
        }
        return true;
    }

    /** Whether nothing is left to do, for each lane. */
    private Map<String, Boolean> advance(Course course, RunbookKind kind, List<Lane> lanes) {
        return lanes.stream().collect(Collectors.toMap(Lane::toString, lane -> people.advance(course, kind, lane)));
    }

    private static RunbookKind kind(String key) {
        return RunbookKind.of(key).orElseThrow();
    }

    private static List<Lane> lanes(String numbers) {
        return Stream.of(numbers.split(",", -1)).map(Lane::of).toList();
    }
}
