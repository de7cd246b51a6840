package org.migrationrunbooks.runbook.stories;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookState;

/** One story, as it happens to one fleet: what people, hosts and nodes of ours do in which order, through whichever door. */
final class Story {

    private static final Duration PAUSE = Duration.ofMillis(600);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Application application;
    private final int number;
    private final RandomFleet fleet;
    private final List<String> told = new ArrayList<>();
    private final Set<String> surelyOff = new HashSet<>();
    private int restarts;

    /** Takes the number of the fleet, and how often the application may be started anew. */
    Story(Application application, int number, int restarts) {
        this.application = application;
        this.number = number;
        this.fleet = application.fleet(number);
        this.restarts = restarts;
    }

    /** What has happened, in words. */
    List<String> told() {
        return told;
    }

    /** How many restarts are left. */
    int restarts() {
        return restarts;
    }

    Platform platform() {
        return application.platform(number);
    }

    void happens(Act act) {
        String answer =
                switch (act.kind()) {
                    case START_LIVE -> start(RunbookKind.LIVE_MIGRATION, instance(act));
                    case START_COLD -> start(RunbookKind.COLD_MIGRATION, instance(act));
                    case START_EVACUATION -> start(RunbookKind.NODE_EVACUATION, host(act));
                    case START_RETURN -> start(RunbookKind.RETURN_TO_SERVICE, host(act));
                    case APPROVE -> decideAbout(act, "approve");
                    case REJECT -> decideAbout(act, "reject");
                    case DECIDE -> goOn(act);
                    case ATTEST -> attest(act);
                    case CANCEL ->
                        ofRun(act, run -> post("operator", path(run) + "/cancel", "{\"reason\": \"a story\"}"));
                    case FAULT -> fault(act);
                    case MEND -> mend();
                    case POWER -> power(act);
                    case COMPLETE_TASK -> completeTask(act);
                    case FORBIDDEN -> forbidden(act);
                    case TIMER -> timer(act);
                    case DELETE_PROCESS -> deleteProcess(act);
                    case DROP_LEASES -> dropLeases();
                    case RESTART -> restart();
                    case PAUSE -> pause();
                };
        told.add(act + ": " + answer);
    }

    /** Everything is mended, and people bring every run to its end; false where they cannot. */
    boolean ends() {
        mend();
        Map<RunbookId, Integer> asked = new HashMap<>();
        return await(PATIENCE, () -> {
            List<Run> live = live();
            live.forEach(run -> lead(run, asked));
            return live.isEmpty();
        });
    }

    private void lead(Run run, Map<RunbookId, Integer> asked) {
        if (run.state() == RunbookState.AWAITING_APPROVAL) {
            told.add("at last: " + approval(run, "approve"));
        } else if (run.state() == RunbookState.NEEDS_ATTENTION) {
            int times = asked.merge(run.id(), 1, Integer::sum);
            boolean again = times <= 3 || (times > 5 && times % 2 == 0);
            GateDecision decision = again ? GateDecision.RETRY : GateDecision.GIVE_UP;
            told.add("at last: " + decision + " " + run.subject() + ": " + decision(run, decision));
        }
    }

    private String start(RunbookKind kind, String target) {
        return post(
                "operator",
                "/api/v1/runbooks/" + kind.key(),
                "{\"platform\": \"%s\", %s, \"reason\": \"a story\"}"
                        .formatted(platform().name(), target));
    }

    private String instance(Act act) {
        return "\"instance\": \"%s\"".formatted(fleet.instance(act.which()));
    }

    private String host(Act act) {
        return "\"host\": \"%s\"".formatted(fleet.host(act.which()));
    }

    private interface OfRun {
        String act(Run run);
    }

    private String ofRun(Act act, OfRun what) {
        List<Run> live = live();
        return live.isEmpty() ? "no run" : what.act(any(live, act.which()));
    }

    private String decideAbout(Act act, String decision) {
        return ofRun(act, run -> approval(run, decision));
    }

    private String approval(Run run, String decision) {
        Plan plan = run.plan();
        if (plan == null) {
            return "no plan";
        }
        String hash = (run.asked() == null ? plan.hash() : run.asked().hash(plan)).value();
        return post(
                "approver",
                path(run) + "/approvals",
                "{\"decision\": \"%s\", \"planHash\": \"%s\"}".formatted(decision, hash));
    }

    private String goOn(Act act) {
        return ofRun(act, run -> {
            List<GateDecision> possible = GateDecision.of(run.kind()).stream()
                    .filter(decision -> decision != GateDecision.ATTEST)
                    .toList();
            return decision(run, any(possible, act.how()));
        });
    }

    private String decision(Run run, GateDecision decision) {
        return decision.code() + " "
                + post("operator", path(run) + "/decisions", "{\"decision\": \"%s\"}".formatted(decision.code()));
    }

    /** People here attest only what they have brought about with their own hands. */
    private String attest(Act act) {
        return ofRun(act, run -> {
            if (run.kind() != RunbookKind.NODE_EVACUATION
                    || !surelyOff.contains(run.host().name())) {
                return "nothing to attest";
            }
            String host = run.host().name();
            return post(
                    act.how() % 2 == 0 ? "operator" : "operator2",
                    path(run) + "/attestations",
                    "{\"host\": \"%s\"}".formatted(host));
        });
    }

    private String fault(Act act) {
        Fault.Kind kind = any(List.of(Fault.Kind.values()), act.how());
        String host = fleet.host(act.which());
        faults().inject(
                        switch (kind) {
                            case HOST_CRASH, HOST_ISOLATED, LINK_LOSS, STORAGE_UNREACHABLE, FENCING_FAILS ->
                                new Fault(kind, host, null, null, null);
                            case TRANSFER_FAILS, TRANSFER_STALLS, DESTINATION_CRASH ->
                                new Fault(kind, null, fleet.instance(act.which()), 0.5, null);
                            case SLOW_ANSWERS -> new Fault(kind, null, null, null, Duration.ofMillis(400));
                            case ANSWER_LOST -> new Fault(kind, null, fleet.instance(act.which()), null, null);
                            case CARRIED_OUT_LATER ->
                                new Fault(kind, null, fleet.instance(act.which()), null, Duration.ofSeconds(60));
                        });
        return kind + " " + host;
    }

    private String mend() {
        faults().clear();
        return "everything works";
    }

    private String power(Act act) {
        HostId host = new HostId(platform().name(), fleet.host(act.which()));
        FencingDevice device = platform().fencingDevices().get(0);
        try {
            if (act.how() % 2 == 0) {
                surelyOff.remove(host.name());
                return device.on(host, () -> {});
            }
            String answer = device.off(host, () -> {});
            surelyOff.add(host.name());
            return answer;
        } catch (PlatformUnreachableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** As somebody does who uses the engine's endpoints instead of ours. */
    private String completeTask(Act act) {
        List<Task> tasks = application.bean(TaskService.class).createTaskQuery().active().list().stream()
                .filter(task -> processes().contains(task.getProcessInstanceId()))
                .toList();
        if (tasks.isEmpty()) {
            return "no task";
        }
        Task task = any(tasks, act.which());
        boolean approval = task.getTaskDefinitionKey().contains("Approve");
        String variables = approval
                ? "\"decision\": {\"value\": \"approve\"}, \"planHash\": {\"value\": \"%s\"}"
                        .formatted(hash(task.getProcessInstanceId()))
                : "\"goOn\": {\"value\": \"%s\"}"
                        .formatted(
                                any(List.of(GateDecision.values()), act.how()).code());
        return post(
                approval ? "approver" : any(List.of("operator", "operator2", "approver"), act.how()),
                "/engine-rest/task/" + task.getId() + "/complete",
                "{\"variables\": {%s}}".formatted(variables));
    }

    private String hash(String process) {
        return live().stream()
                .filter(run -> process.equals(run.processInstanceId()))
                .map(Run::plan)
                .filter(Objects::nonNull)
                .map(plan -> plan.hash().value())
                .findFirst()
                .orElse("");
    }

    /** What goes round the gates, and has to be refused to everybody. */
    private String forbidden(Act act) {
        String process = processes().isEmpty() ? "none" : any(processes(), act.which());
        List<String> calls = List.of(
                "process-definition/key/instance-rebuild/start {\"businessKey\": \"%s\"}".formatted(RunbookId.random()),
                "process-definition/key/cold-migration/start {}",
                "process-instance/%s/modification {\"instructions\": [{\"type\": \"startBeforeActivity\", \"activityId\": \"Task_RebuildInstance\"}]}"
                        .formatted(process),
                "process-instance/%s/variables {\"modifications\": {\"decision\": {\"value\": \"approve\"}}}"
                        .formatted(process),
                "message {\"messageName\": \"CancelRequested\", \"processInstanceId\": \"%s\"}".formatted(process),
                "external-task/fetchAndLock {\"workerId\": \"mine\", \"maxTasks\": 10, \"topics\": [{\"topicName\": \"instance-task\", \"lockDuration\": 60000}]}");
        String[] call = any(calls, act.how()).split(" ", 2);
        String answer = post("admin", "/engine-rest/" + call[0], call[1]);
        if (!answer.startsWith("403")) {
            throw new AssertionError("the engine took " + call[0] + ": " + answer);
        }
        return call[0] + " refused";
    }

    private String timer(Act act) {
        ManagementService management = application.bean(ManagementService.class);
        List<Job> timers = management.createJobQuery().timers().active().list().stream()
                .filter(job -> processes().contains(job.getProcessInstanceId()))
                .toList();
        if (timers.isEmpty()) {
            return "no timer";
        }
        try {
            management.executeJob(any(timers, act.which()).getId());
            return "fired";
        } catch (ProcessEngineException e) {
            return "not fired: " + e.getMessage();
        }
    }

    private String deleteProcess(Act act) {
        return ofRun(act, run -> {
            if (run.processInstanceId() == null) {
                return "no process";
            }
            application
                    .bean(RuntimeService.class)
                    .deleteProcessInstanceIfExists(run.processInstanceId(), "by hand", false, true, true, false);
            return "process of " + run.subject();
        });
    }

    /** Whoever works an operation has it no longer, and may not know that yet. */
    private String dropLeases() {
        ExternalTaskService external = application.bean(ExternalTaskService.class);
        List<ExternalTask> locked = external.createExternalTaskQuery().locked().list();
        locked.forEach(task -> {
            try {
                external.unlock(task.getId());
            } catch (ProcessEngineException e) {
                told.add("its worker was faster: " + e.getMessage());
            }
        });
        return locked.size() + " leases";
    }

    private String restart() {
        if (restarts == 0) {
            return dropLeases();
        }
        restarts--;
        application.restart();
        return "the application starts anew";
    }

    private String pause() {
        Instant until = Instant.now().plus(PAUSE);
        String before = states();
        var unused =
                await(PAUSE, () -> !states().equals(before) || Instant.now().isAfter(until));
        return states();
    }

    private String states() {
        return live().stream()
                .map(run -> run.kind().key() + " " + run.state().code())
                .toList()
                .toString();
    }

    private static boolean await(Duration patience, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(patience.plusSeconds(5))
                    .pollInterval(50, TimeUnit.MILLISECONDS)
                    .until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private List<Run> live() {
        return application.bean(RunStore.class).live().stream()
                .filter(run -> run.target().platform().equals(Application.platformName(number)))
                .toList();
    }

    private List<String> processes() {
        return live().stream()
                .map(Run::processInstanceId)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
    }

    private FaultInjection faults() {
        return platform().faultInjection().orElseThrow();
    }

    private static String path(Run run) {
        return "/api/v1/runbooks/" + run.id();
    }

    private String post(String person, String path, String body) {
        String answer = application.desk().post(person, path, body);
        if (answer.startsWith("500") && path.startsWith("/api/")) {
            throw new AssertionError("%s answered %s".formatted(path, answer));
        }
        return answer.substring(0, Math.min(200, answer.length()));
    }

    private static <T> T any(List<T> of, int number) {
        return of.get(Math.floorMod(number, of.size()));
    }
}
