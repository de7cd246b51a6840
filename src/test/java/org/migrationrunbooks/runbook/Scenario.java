package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests of runs do and look at, in the words of an operator. */
@TestComponent
class Scenario {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String PLATFORM = "test";

    private final RunbookStart start;
    private final RunbookDecisions decisions;
    private final Runbooks runbooks;
    private final Platforms platforms;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final JdbcClient jdbc;

    Scenario(
            RunbookStart start,
            RunbookDecisions decisions,
            Runbooks runbooks,
            Platforms platforms,
            RuntimeService runtime,
            ManagementService management,
            JdbcClient jdbc) {
        this.start = start;
        this.decisions = decisions;
        this.runbooks = runbooks;
        this.platforms = platforms;
        this.runtime = runtime;
        this.management = management;
        this.jdbc = jdbc;
    }

    Run start(String instance) {
        return start(request(instance, null, null));
    }

    /** A transfer so slow that a test can act while it goes on. */
    Run startSlowly(String instance) {
        return start(request(instance, null, DataRate.ofMegabitsPerSecond(200)));
    }

    Run startCold(String instance) {
        return start(RunbookKind.COLD_MIGRATION, request(instance, null, null));
    }

    /** A cold migration that copies so slowly that a test can act while it goes on. */
    Run startColdSlowly(String instance) {
        return start(RunbookKind.COLD_MIGRATION, request(instance, null, DataRate.ofMegabitsPerSecond(400)));
    }

    /** A cold migration whose plan allows a hard stop. */
    Run startColdHard(String instance) {
        return start(
                RunbookKind.COLD_MIGRATION,
                new StartRequest(PLATFORM, instance, null, null, "a test", null, null, null, true, null, null));
    }

    Run start(StartRequest request) {
        return start(RunbookKind.LIVE_MIGRATION, request);
    }

    private Run start(RunbookKind kind, StartRequest request) {
        StartAnswer answer = start.start(kind, request, "operator", null);
        assertThat(answer).isInstanceOf(StartAnswer.Started.class);
        return ((StartAnswer.Started) answer).run();
    }

    static StartRequest request(String instance, @Nullable String destination, @Nullable DataRate bandwidth) {
        return new StartRequest(
                PLATFORM, instance, null, destination, "a test", null, null, null, null, null, bandwidth);
    }

    void approve(Run run) {
        assertThat(decide(run, "approver", Decision.APPROVE)).isEmpty();
    }

    Optional<Problem> decide(Run run, String person, Decision decision) {
        return decideAbout(run, hash(run), person, decision);
    }

    /** Decides about a plan that may not be the one that is asked for. */
    Optional<Problem> decideAbout(Run run, PlanHash seen, String person, Decision decision) {
        return decisions.approve(run.id(), seen, person, decision, "seen");
    }

    /** Says yes or no to what is asked beyond the plan. */
    Optional<Problem> decideAsked(Run run, PlanException exception, String person, Decision decision) {
        eventually("%s is asked for".formatted(exception)).until(() -> now(run).asked() == exception);
        var plan = now(run).plan();
        assertThat(plan).as("plan of the run").isNotNull();
        return decisions.approve(run.id(), exception.hash(plan), person, decision, "seen");
    }

    /** The host to which the plan moves the instance. */
    String destination(Run run) {
        var plan = now(run).plan();
        assertThat(plan).as("plan of the run").isNotNull();
        return plan.moves().get(0).to().name();
    }

    /** Neither claims nor reservations of the run are left. */
    void assertNothingHeld(Run run) {
        for (String table : List.of("mr_claim", "mr_reservation")) {
            assertThat(jdbc.sql("select count(*) from " + table + " where runbook_id = ?")
                            .param(run.id().value())
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    PlanHash hash(Run run) {
        var plan = now(run).plan();
        assertThat(plan).as("plan of the run").isNotNull();
        return plan.hash();
    }

    void goOn(Run run, GateDecision decision) {
        assertThat(decisions.decide(run.id(), decision, "operator", "as the test says"))
                .isEmpty();
    }

    void cancel(Run run) {
        assertThat(decisions.cancel(run.id(), "operator", "changed my mind")).isEmpty();
    }

    Run now(Run run) {
        return runbooks.find(run.id()).orElseThrow();
    }

    RunDetails details(Run run) {
        return runbooks.details(run.id()).orElseThrow();
    }

    /** The run as it was read when it was in that state; one that goes on may be in another by now. */
    Run await(Run run, RunbookState state) {
        Run reached;
        try {
            reached = eventually("run of %s is %s".formatted(run.subject(), state))
                    .until(() -> now(run), current -> current.state() == state || unexpectedEnd(current, state));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + " It is " + details(run), e);
        }
        assertThat(reached.state()).as("%s", details(run)).isEqualTo(state);
        return reached;
    }

    private static boolean unexpectedEnd(Run current, RunbookState wanted) {
        return current.state().ended() && current.state() != wanted;
    }

    Run awaitEnding(Run run, Ending ending) {
        Run ended = await(run, ending.state());
        assertThat(ended.ending()).isEqualTo(ending);
        return ended;
    }

    /** Waits until the platform has moved a share of the instance's memory, but not all. */
    void awaitTransferring(Run run) {
        eventually("transfer of %s is under way".formatted(run.subject()))
                .until(() -> details(run).operations().stream()
                        .anyMatch(o -> o.endedAt() == null
                                && o.progress() != null
                                && o.progress().processed().bytes() > 0));
    }

    /** Waits until the run has come so often to this element. */
    void awaitPassed(Run run, String element, int times) {
        eventually("%s has come %d times to %s".formatted(run.subject(), times, element))
                .until(() -> passed(run).stream().filter(element::equals).count() >= times);
    }

    /** How often something really happened to an instance. */
    long effects(String instance, String event) {
        return effects(PLATFORM, instance, event);
    }

    /** How often something really happened to an instance of that platform. */
    long effects(String platform, String instance, String event) {
        return platforms.get(platform).faultInjection().orElseThrow().ledger().stream()
                .filter(LedgerEntry::effect)
                .filter(entry -> entry.event().equals(event))
                .filter(entry -> instance.equals(entry.instance()))
                .count();
    }

    ConditionFactory eventually(String what) {
        return Awaitility.await().alias(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    /** Forces the timer of this element; the test asks for it once it is there. */
    void fire(Run run, String element) {
        Job timer = management
                .createJobQuery()
                .processInstanceId(now(run).processInstanceId())
                .timers()
                .activityId(element)
                .singleResult();
        assertThat(timer).as("timer of %s", element).isNotNull();
        management.executeJob(timer.getId());
    }

    /** Lets no run of this kind pass the element until {@link #resume}. */
    void holdBefore(RunbookKind kind, String element) {
        management.suspendJobDefinitionById(jobDefinition(kind, element), true);
    }

    void resume(RunbookKind kind, String element) {
        management.activateJobDefinitionById(jobDefinition(kind, element), true);
    }

    private String jobDefinition(RunbookKind kind, String element) {
        return management
                .createJobDefinitionQuery()
                .processDefinitionKey(kind.key())
                .activityIdIn(element)
                .singleResult()
                .getId();
    }

    /** Waits until the run stands before an element that is held; its job. */
    Job awaitHeld(Run run, String element) {
        return eventually("%s stands before %s".formatted(run.subject(), element))
                .until(
                        () -> management
                                .createJobQuery()
                                .processInstanceId(now(run).processInstanceId())
                                .activityId(element)
                                .singleResult(),
                        Objects::nonNull);
    }

    /** Has the step that is held be tried only once more. */
    void leaveOneTry(Job held) {
        management.setJobRetries(held.getId(), 1);
    }

    void fault(Fault.Kind kind, @Nullable String host, @Nullable String instance, @Nullable Double share) {
        faults().inject(new Fault(kind, host, instance, share, null));
    }

    FaultInjection faults() {
        return platform().faultInjection().orElseThrow();
    }

    Platform platform() {
        return platforms.get(PLATFORM);
    }

    Whereabouts whereabouts(String instance) {
        return platform().hypervisor().whereabouts(new InstanceId(PLATFORM, instance));
    }

    String runsOn(String instance) {
        Whereabouts whereabouts = whereabouts(instance);
        assertThat(whereabouts.sightings()).as("%s is in one place", instance).hasSize(1);
        return whereabouts.sightings().get(0).host().name();
    }

    /** How often the platform has really started a migration of this instance. */
    long migrationsStarted(String instance) {
        return faults().ledger().stream()
                .filter(LedgerEntry::effect)
                .filter(entry -> entry.event().equals("MIGRATION_STARTED"))
                .filter(entry -> instance.equals(entry.instance()))
                .count();
    }

    /** Ids of the elements that the run has passed, in order. */
    List<String> passed(Run run) {
        return details(run).steps().stream().map(RunDetails.StepView::activity).toList();
    }

    static void assertPassed(List<String> passed, String... elements) {
        assertThat(passed).containsAll(Arrays.asList(elements));
    }

    ProcessInstance process(Run run) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(run.id().value())
                .singleResult();
    }
}
