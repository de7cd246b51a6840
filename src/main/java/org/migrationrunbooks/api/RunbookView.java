package org.migrationrunbooks.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Approval;
import org.migrationrunbooks.approval.BreakGlassProperties;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.planning.PlanChange;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunDetails;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookState;

/**
 * A run with all that can be told of it.
 *
 * @param instance the one that the run acts on; left out where it acts on a host
 * @param host the one that the run acts on; left out where it acts on one instance
 * @param parent the run that has begun this one; left out for what somebody asked for
 * @param destination the one that was asked for; left out where the best was
 * @param attention why a person is needed
 * @param plan as it stands now; left out until there is one, as is {@code forecast}
 * @param measured what the move was like in the end, to be compared with the forecast
 * @param parts the runs that this one has begun, for example the rebuild of each instance of an evacuated host
 * @param evidence power states of the host as fencing devices told them, oldest first
 * @param attestations what people have said of a host that no device switched off, oldest first
 * @param attempts the moves as they were asked of the platform, with their progress, oldest first
 * @param steps of the model in the order in which they were run
 * @param incidents messages of steps whose retries are spent
 * @param decisions what can be said at the gate; left out where the run does not need attention
 * @param decided what people have decided at the gate, oldest first
 * @param reviewedAt when an auditor first signed it off
 * @param process the engine's instance that carries it out, as Cockpit shows it
 */
record RunbookView(
        String id,
        RunbookKind kind,
        RunbookState state,
        String platform,
        @Nullable String instance,
        @Nullable String host,
        @Nullable String parent,
        @Nullable String destination,
        String requester,
        String reason,
        Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable String attention,
        @Nullable PlanView plan,
        @Nullable ForecastView forecast,
        @Nullable OutcomeView measured,
        @Nullable ApprovalNeed approval,
        List<ApprovalView> approvals,
        List<RunbookSummary> parts,
        List<EvidenceViews.PowerView> evidence,
        List<EvidenceViews.AttestationView> attestations,
        List<AttemptView> attempts,
        List<StepView> steps,
        List<String> incidents,
        @Nullable Set<GateDecision> decisions,
        List<DecisionView> decided,
        @Nullable Instant reviewedAt,
        @Nullable String process,
        @Nullable Cancellation cancellation,
        @Nullable EndingView ending,
        RunbookLinks links) {

    static RunbookView of(RunDetails details) {
        Run run = details.run();
        Plan plan = run.plan();
        Forecast forecast = plan == null ? null : plan.forecast();
        return new RunbookView(
                run.id().value(),
                run.kind(),
                run.state(),
                run.target().platform(),
                TargetNames.instance(run),
                TargetNames.host(run),
                TargetNames.parent(run),
                run.request().destination(),
                run.requester(),
                run.reason(),
                run.requestedAt(),
                run.endedAt(),
                run.attention(),
                plan == null ? null : PlanView.of(plan),
                forecast == null ? null : ForecastView.of(forecast),
                measured(details),
                ApprovalNeed.of(details),
                details.approvals().stream()
                        .map(approval -> ApprovalView.of(approval, run))
                        .toList(),
                details.parts().stream().map(RunbookSummary::of).toList(),
                details.evidence().stream().map(EvidenceViews.PowerView::of).toList(),
                details.attestations().stream()
                        .map(EvidenceViews.AttestationView::of)
                        .toList(),
                details.operations().stream().map(AttemptView::of).toList(),
                details.steps().stream().map(StepView::of).toList(),
                details.incidents(),
                run.state() == RunbookState.NEEDS_ATTENTION ? GateDecision.of(run.kind()) : null,
                details.gate().stream().map(DecisionView::of).toList(),
                run.reviewedAt(),
                run.processInstanceId(),
                Cancellation.of(run),
                EndingView.of(run),
                RunbookLinks.of(run));
    }

    private static @Nullable OutcomeView measured(RunDetails details) {
        return details.measured().map(OutcomeView::of).orElse(null);
    }

    /**
     * Whether somebody has to approve the plan, and why.
     *
     * @param quorum how many different people have to approve
     * @param group of the people who may
     * @param changes in what the plan is not the one that it replaced
     * @param changedBecause why the plan before this one no longer held; left out where that is not why it was replaced
     * @param breakGlassBy who went ahead without the approval of others
     * @param breakGlass what it means to do so; left out where nobody may
     * @param dueAt by when it is to be decided; left out where no approval is waited for
     * @param remindedAt when the approvers were reminded; left out where they were not
     * @param assignee the approver who looks at it; left out where nobody does
     * @param asked what is asked for now beyond the plan, and the hash that an approval of it is bound to
     */
    record ApprovalNeed(
            boolean required,
            @Nullable String reason,
            int quorum,
            String group,
            List<ChangeView> changes,
            @Nullable String changedBecause,
            @Nullable String breakGlassBy,
            @Nullable BreakGlassTerms breakGlass,
            @Nullable Instant dueAt,
            @Nullable Instant remindedAt,
            @Nullable String assignee,
            @Nullable Asked asked) {

        static @Nullable ApprovalNeed of(RunDetails details) {
            Run run = details.run();
            Boolean required = run.approvalRequired();
            return required == null
                    ? null
                    : new ApprovalNeed(
                            required,
                            run.approvalReason(),
                            run.approvalQuorum(),
                            run.approvalGroup(),
                            run.planChanges().stream().map(ChangeView::of).toList(),
                            details.whyAnew(),
                            run.breakGlassBy(),
                            BreakGlassTerms.of(details.breakGlass()),
                            run.waitsUntil(),
                            run.remindedOfThis(),
                            details.assignee(),
                            Asked.of(run));
        }
    }

    /**
     * What it means here to go ahead without the approval of others.
     *
     * @param validFor how long it counts; a plan of which nothing has begun by then does not begin any more
     * @param reviewWithin how long after it an auditor may take to sign the run off; from then on the person cannot do it again
     */
    record BreakGlassTerms(Duration validFor, Duration reviewWithin) {

        static @Nullable BreakGlassTerms of(BreakGlassProperties properties) {
            return properties.enabled() ? new BreakGlassTerms(properties.validFor(), properties.reviewWithin()) : null;
        }
    }

    /**
     * One decision in which a plan is not the one that it replaced.
     *
     * @param before left out where the earlier plan had nothing of the kind
     * @param after left out where this plan has nothing of the kind
     */
    record ChangeView(String subject, @Nullable String before, @Nullable String after) {

        static ChangeView of(PlanChange change) {
            return new ChangeView(change.subject(), change.before(), change.after());
        }
    }

    /** Something that loses data and is not in the plan. */
    record Asked(PlanException exception, String loss, String planHash) {

        static @Nullable Asked of(Run run) {
            PlanException exception = run.asked();
            Plan plan = run.plan();
            return exception == null || plan == null
                    ? null
                    : new Asked(
                            exception, exception.loss(), exception.hash(plan).value());
        }
    }

    /**
     * One person's decision about one plan.
     *
     * @param exception what beyond the plan was decided; left out where it was the plan
     */
    record ApprovalView(
            String person,
            Decision decision,
            String planHash,
            @Nullable String comment,
            Instant decidedAt,
            boolean breakGlass,
            @Nullable PlanException exception) {

        static ApprovalView of(Approval approval, Run run) {
            return new ApprovalView(
                    approval.person(),
                    approval.decision(),
                    approval.planHash().value(),
                    approval.comment(),
                    approval.decidedAt(),
                    approval.breakGlass(),
                    run.exception(approval.planHash()).orElse(null));
        }
    }

    /** What one person has decided about how to go on. */
    record DecisionView(String person, String decision, @Nullable String comment, Instant decidedAt) {

        static DecisionView of(RunDetails.GateView gate) {
            return new DecisionView(gate.person(), gate.decision(), gate.comment(), gate.at());
        }
    }

    /** A step as it was run; without an end it runs or waits. */
    record StepView(
            String activity,
            String name,
            String type,
            Instant startedAt,
            @Nullable Instant endedAt,
            boolean cancelled) {

        static StepView of(RunDetails.StepView step) {
            return new StepView(
                    step.activity(), step.name(), step.type(), step.startedAt(), step.endedAt(), step.cancelled());
        }
    }

    /** Who has asked for the run to be cancelled, and why. */
    record Cancellation(String requestedBy, @Nullable String reason) {

        static @Nullable Cancellation of(Run run) {
            String person = run.cancelRequestedBy();
            return person == null ? null : new Cancellation(person, run.cancelReason());
        }
    }

    /**
     * The named end.
     *
     * @param text what happened and what state things are in
     * @param detail of this run; left out where there is nothing to add
     */
    record EndingView(String code, String text, @Nullable String detail) {

        static @Nullable EndingView of(Run run) {
            Ending ending = run.ending();
            return ending == null ? null : new EndingView(ending.code(), ending.detail(), run.endingDetail());
        }
    }
}
