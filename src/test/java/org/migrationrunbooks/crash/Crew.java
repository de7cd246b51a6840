package org.migrationrunbooks.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.migrationrunbooks.runbook.RunbookKind;

/** What people do in the lanes of one course, told to a node. */
final class Crew {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Course course;

    Crew(Course course) {
        this.course = course;
    }

    /** Makes the lanes ready for the runbook to be asked for. */
    void prepare(Node node, Collection<Lane> lanes) {
        node.ask("prepare", course.name(), numbers(lanes));
        course.first().ifPresent(kind -> finish(node, kind, lanes));
    }

    /** Goes on until nothing is left to do in any lane. */
    void finish(Node node, Collection<Lane> lanes) {
        finish(node, course.kind(), lanes);
    }

    private void finish(Node node, RunbookKind kind, Collection<Lane> lanes) {
        Set<Lane> open = new HashSet<>(lanes);
        patiently("the end of all runs", node, open, () -> {
            open.removeAll(advance(node, kind, open));
            return open.isEmpty();
        });
    }

    /** Goes on until every trial has come to its point or to its end. */
    void bringToThePoint(Node node, Collection<Trial> trials) {
        Map<Lane, StopPoint> open = trials.stream().collect(Collectors.toMap(Trial::lane, Trial::point));
        patiently("every run at its point", node, open.keySet(), () -> {
            open.entrySet().removeIf(trial -> node.holds(trial.getKey(), trial.getValue()));
            if (!open.isEmpty()) {
                open.keySet().removeAll(advance(node, course.kind(), List.copyOf(open.keySet())));
            }
            return open.isEmpty();
        });
    }

    private void patiently(String what, Node node, Set<Lane> open, Callable<Boolean> enough) {
        try {
            Awaitility.await("%s: %s".formatted(course, what))
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(PAUSE)
                    .until(enough);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("%s at %s; open are %s".formatted(e.getMessage(), node, reports(node, open)), e);
        }
    }

    /** Asks again, as callers do who were not answered. */
    void askAgain(Node node, Collection<Lane> lanes) {
        lanes.forEach(lane -> node.ask("ask", course.name(), course.kind().key(), lane.toString()));
    }

    private Set<Lane> advance(Node node, RunbookKind kind, Collection<Lane> lanes) {
        Map<String, Boolean> ended =
                read(node.ask("advance", course.name(), kind.key(), numbers(lanes)), new TypeReference<>() {});
        return ended.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> Lane.of(entry.getKey()))
                .collect(Collectors.toSet());
    }

    static Map<Lane, LaneReport> reports(Node node, Collection<Lane> lanes) {
        Map<String, LaneReport> reports = read(node.ask("report", numbers(lanes)), new TypeReference<>() {});
        return reports.entrySet().stream()
                .collect(Collectors.toMap(entry -> Lane.of(entry.getKey()), Map.Entry::getValue));
    }

    /** The points that were passed in a lane that was surveyed. */
    static List<StopPoint> passed(Node node, Lane lane) {
        List<String> names = read(node.ask("passed", lane.toString()), new TypeReference<>() {});
        return names.stream().map(StopPoint::new).toList();
    }

    static String auditVerdict(Node node) {
        return read(node.ask("verdict", ""), new TypeReference<>() {});
    }

    private static String numbers(Collection<Lane> lanes) {
        Stream<String> numbers = lanes.stream().map(Lane::toString);
        return numbers.collect(Collectors.joining(","));
    }

    private static <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
