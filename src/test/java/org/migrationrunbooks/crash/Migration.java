package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One run, as the people see it who asked for it: they ask, approve, and try again where they are told that nobody knows. */
final class Migration {

    /** Two gigabytes in some three seconds. */
    static final String SHORT = "5Gbit";

    /** Some sixteen seconds: longer than a lease and a takeover. */
    static final String LONG = "1Gbit";

    /** The instances that are moved cold. */
    static final String COLD_PREFIX = "cold-";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<String> ENDED = Set.of("completed", "rolled-back", "cancelled", "rejected", "failed");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String instance;
    private final String bandwidth;
    private int decisions;

    Migration(String instance, String bandwidth) {
        this.instance = instance;
        this.bandwidth = bandwidth;
    }

    String instance() {
        return instance;
    }

    /** Asks a node for it, without waiting for an answer that may never come. */
    void begin(Node node) {
        var unused = node.tell("start", instance, bandwidth);
    }

    /** Asks a node for it, again if it was asked before: with the same idempotency key, as a caller does who got no answer. */
    void ask(Node node) {
        node.ask("start", instance, bandwidth);
    }

    /** Goes on until the node is held at the point. */
    void awaitHeld(Node node, StopPoint point) {
        awaitHeldByAny(List.of(node), point);
    }

    /** Goes on until one of the nodes is held at the point. */
    Node awaitHeldByAny(List<Node> nodes, StopPoint point) {
        Node first = nodes.get(0);
        eventually("%s is held %s".formatted(instance, point))
                .until(() -> holder(nodes, point).isPresent() || advance(first));
        return holder(nodes, point)
                .orElseThrow(() -> new AssertionError("nobody was held %s: %s".formatted(point, report(first))));
    }

    private Optional<Node> holder(List<Node> nodes, StopPoint point) {
        return nodes.stream().filter(node -> node.holds(instance, point)).findFirst();
    }

    /** Goes on until the run has ended. */
    RunReport awaitEnd(Node node) {
        eventually("the run of %s has ended".formatted(instance)).until(() -> advance(node));
        return report(node);
    }

    /** Goes on until a person has to decide. */
    void awaitGate(Node node) {
        eventually("%s waits for a decision".formatted(instance))
                .until(() -> state(node).equals("needs-attention") || advance(node));
        assertThat(state(node)).as("%s", report(node)).isEqualTo("needs-attention");
    }

    /** Does what a person would do now; true where nothing is left to do. */
    private boolean advance(Node node) {
        String state = state(node);
        if (state.equals("awaiting-approval")) {
            var unused = node.tell("approve", instance);
        } else if (state.equals("needs-attention")) {
            decisions++;
            node.ask("retry", instance);
        }
        return ENDED.contains(state);
    }

    private String state(Node node) {
        return read(node.ask("state", instance), String.class);
    }

    RunReport report(Node node) {
        return read(node.ask("report", instance), RunReport.class);
    }

    int decisions() {
        return decisions;
    }

    /** The run ended well by itself or after a retry, and everything that we have written says so. */
    void assertMigratedOnce(RunReport report, List<String> attempts) {
        assertMovedOnce(report);
        assertThat(report.attempts()).as("attempts in %s", report).isEqualTo(attempts);
        assertThat(report.audit()).as("audit in %s", report).containsOnlyOnce("OPERATION_COMPLETED");
        assertThat(report.audit().stream().filter("OPERATION_INTENDED"::equals))
                .as("intents in %s", report)
                .hasSameSizeAs(attempts);
        assertThat(report.audit())
                .as("audit in %s", report)
                .containsAnyOf("OPERATION_ACCEPTED", "OPERATION_FOUND_AGAIN");
    }

    /** The instance was stopped, moved with its disk and started, each once, and nothing was left behind. */
    void assertMovedColdOnce(RunReport report) {
        assertThat(report.ending()).as("ending in %s", report).isEqualTo("MIGRATED");
        assertThat(report.runs()).as("runs in %s", report).isEqualTo(1);
        assertThat(report.seen())
                .as("whereabouts in %s", report)
                .containsExactly(Site.destination(instance) + " running");
        assertThat(report.ledger())
                .as("effects in %s", report)
                .containsOnlyOnce(
                        "INSTANCE_STOPPED",
                        "RELOCATION_STARTED",
                        "RELOCATION_COMPLETED",
                        "BOOT_STARTED",
                        "SOURCE_RELEASED")
                .doesNotContain("INVARIANT_BROKEN", "RELOCATION_FAILED", "COPY_DISCARDED");
        assertThat(report.attempts())
                .as("attempts in %s", report)
                .containsExactly("1 ended Completed", "1 ended Completed", "1 ended Completed", "1 ended Completed");
        assertThat(report.audit())
                .as("audit in %s", report)
                .containsOnlyOnce("RUNBOOK_REQUESTED", "VERIFICATION_PASSED", "RUNBOOK_ENDED migrated");
        assertThat(report.held()).as("claims and reservations in %s", report).isZero();
        assertThat(report.auditVerdict()).isEqualTo(RunReport.INTACT);
    }

    /** The instance has moved, once, and nothing is held any more. */
    void assertMovedOnce(RunReport report) {
        assertThat(report.ending()).as("ending in %s", report).isEqualTo("MIGRATED");
        assertThat(report.runs()).as("runs in %s", report).isEqualTo(1);
        assertThat(report.seen())
                .as("whereabouts in %s", report)
                .containsExactly(Site.destination(instance) + " running");
        assertThat(report.ledger())
                .as("effects in %s", report)
                .containsOnlyOnce("MIGRATION_STARTED", "MIGRATION_COMPLETED")
                .doesNotContain("INVARIANT_BROKEN", "MIGRATION_FAILED", "MIGRATION_CANCELLED");
        assertThat(report.audit())
                .as("audit in %s", report)
                .containsOnlyOnce("RUNBOOK_REQUESTED", "VERIFICATION_PASSED", "RUNBOOK_ENDED migrated");
        assertThat(report.held()).as("claims and reservations in %s", report).isZero();
        assertThat(report.auditVerdict()).isEqualTo(RunReport.INTACT);
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(300));
    }
}
