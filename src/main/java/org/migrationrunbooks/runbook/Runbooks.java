package org.migrationrunbooks.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.approval.BreakGlassProperties;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.RunDetails.AttestationView;
import org.migrationrunbooks.runbook.RunDetails.PowerView;
import org.migrationrunbooks.runbook.RunDetails.StepView;
import org.migrationrunbooks.runbook.hosts.Attestation;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.springframework.stereotype.Component;

/** Reads runs: lists them, and tells everything about one. */
@Component
public class Runbooks {

    /** What nobody does: ways part there, or a task is asked for more than once. */
    private static final Set<String> UNTOLD = Set.of("exclusiveGateway", "multiInstanceBody");

    private final RunStore runs;
    private final OperationStore operations;
    private final Approvals approvals;
    private final PowerEvidence evidence;
    private final Attestations attestations;
    private final HistoryService history;
    private final EngineDoor engine;
    private final AuditedDecisions audited;
    private final BreakGlassProperties breakGlass;

    Runbooks(
            RunStore runs,
            OperationStore operations,
            Approvals approvals,
            PowerEvidence evidence,
            Attestations attestations,
            HistoryService history,
            EngineDoor engine,
            AuditedDecisions audited,
            BreakGlassProperties breakGlass) {
        this.runs = runs;
        this.operations = operations;
        this.approvals = approvals;
        this.evidence = evidence;
        this.attestations = attestations;
        this.history = history;
        this.engine = engine;
        this.audited = audited;
        this.breakGlass = breakGlass;
    }

    public RunPage list(RunFilter filter) {
        return runs.list(filter);
    }

    /** Whether anything has ever been started here. */
    boolean any() {
        return list(RunFilter.of(null, null, null, null, null, null, 0, 1)).total() > 0;
    }

    /** Notes, in the caller's transaction, that an auditor has signed the run off; the first time counts. */
    public void reviewed(RunbookId id, Instant at) {
        runs.reviewed(id, at);
    }

    public Optional<Run> find(RunbookId id) {
        return runs.find(id);
    }

    /** Everything that can be told of one run. */
    public Optional<RunDetails> details(RunbookId id) {
        return runs.find(id)
                .map(run -> new RunDetails(
                        run,
                        steps(run),
                        operations.of(id).stream()
                                .map(operation -> OperationViews.of(
                                        operation,
                                        operations.progress(operation.key()).orElse(null)))
                                .toList(),
                        approvals.of(id),
                        runs.childrenOf(id),
                        evidence.of(id).stream().map(Runbooks::view).toList(),
                        attestations.of(id).stream().map(Runbooks::view).toList(),
                        engine.incidents(run).stream()
                                .map(Incident::getIncidentMessage)
                                .toList(),
                        audited.atTheGate(run),
                        audited.whyAnew(run).orElse(null),
                        engine.assignee(run).orElse(null),
                        breakGlass));
    }

    private static PowerView view(PowerEvidence.Entry entry) {
        return new PowerView(entry.host().name(), entry.device(), entry.method(), entry.reading());
    }

    private static AttestationView view(Attestation attestation) {
        return new AttestationView(
                attestation.host(),
                attestation.person(),
                attestation.planHash(),
                attestation.remark(),
                attestation.attestedAt());
    }

    private List<StepView> steps(Run run) {
        if (run.processInstanceId() == null) {
            return List.of();
        }
        return history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(run.processInstanceId())
                .orderPartiallyByOccurrence()
                .asc()
                .list()
                .stream()
                .filter(activity -> !UNTOLD.contains(activity.getActivityType()))
                .map(Runbooks::step)
                .toList();
    }

    private static StepView step(HistoricActivityInstance activity) {
        Instant ended =
                activity.getEndTime() == null ? null : activity.getEndTime().toInstant();
        return new StepView(
                activity.getActivityId(),
                activity.getActivityName() == null ? activity.getActivityId() : activity.getActivityName(),
                activity.getActivityType(),
                activity.getStartTime().toInstant(),
                ended,
                activity.isCanceled());
    }
}
