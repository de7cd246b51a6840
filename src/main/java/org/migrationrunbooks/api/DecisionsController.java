package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.api.DecisionBodies.ApprovalBody;
import org.migrationrunbooks.api.DecisionBodies.AssigneeBody;
import org.migrationrunbooks.api.DecisionBodies.AttestationBody;
import org.migrationrunbooks.api.DecisionBodies.BreakGlassBody;
import org.migrationrunbooks.api.DecisionBodies.CancelBody;
import org.migrationrunbooks.api.DecisionBodies.GateBody;
import org.migrationrunbooks.api.DecisionBodies.RetryBody;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Problem;
import org.migrationrunbooks.runbook.ProblemException;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.migrationrunbooks.runbook.Runbooks;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes what people say to a run, and answers where the run is then. */
@RestController
@RequestMapping(RunbookLinks.RUNBOOKS + "/{id}")
@Tag(name = "Decisions", description = "Approve, cancel, go on")
class DecisionsController {

    private final RunbookDecisions decisions;
    private final Runbooks runbooks;

    DecisionsController(RunbookDecisions decisions, Runbooks runbooks) {
        this.decisions = decisions;
        this.runbooks = runbooks;
    }

    @PostMapping("/approvals")
    @PreAuthorize(Roles.APPROVE)
    @Operation(
            summary = "Approve or reject the plan of a run",
            description = "Bound to plan.hash of the plan that was looked at; nobody decides about their own request.")
    RunbookStatus approve(@PathVariable String id, @Valid @RequestBody ApprovalBody body, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.approve(run, body.planHash(), person.getName(), body.decision(), body.comment()));
    }

    @GetMapping("/approvers")
    @PreAuthorize(Roles.APPROVE)
    @Operation(
            summary = "Who may decide about the plan of a run",
            description = "Those known here; empty where nothing waits for a decision.")
    ItemPage<String> approvers(@PathVariable String id) {
        List<String> people = decisions.whoMayDecide(RunbookPaths.id(id));
        return ItemPage.of(people, people.size(), Function.identity());
    }

    @PutMapping("/assignee")
    @PreAuthorize(Roles.APPROVE)
    @Operation(
            summary = "Take what waits for an approver, or hand it to a colleague",
            description =
                    "Tells the others who looks at it, and keeps nobody from deciding. It is given on by who has it, and taken by anybody where nobody has.")
    RunbookStatus assign(@PathVariable String id, @Valid @RequestBody AssigneeBody body, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.assign(run, body.person(), person.getName()));
    }

    @DeleteMapping("/assignee")
    @PreAuthorize(Roles.APPROVE)
    @Operation(summary = "Open what waits for an approver to everybody again")
    RunbookStatus unassign(@PathVariable String id, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.unassign(run, person.getName()));
    }

    @PostMapping("/break-glass")
    @PreAuthorize(Roles.OPERATE)
    @Operation(
            summary = "Go ahead with a plan that others have not approved",
            description =
                    "For the lone person at night: counts for a limited time, and stands out until an auditor has signed the run off.")
    RunbookStatus breakGlass(@PathVariable String id, @Valid @RequestBody BreakGlassBody body, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.breakGlass(run, body.planHash(), person.getName(), body.reason()));
    }

    @PostMapping("/attestations")
    @PreAuthorize(Roles.ATTEST)
    @Operation(
            summary = "Attest that the host of an evacuation is off",
            description =
                    "Where no fencing device switched it off, or the one that did tells nothing any more: two different people have to, and any sign of life is stronger.")
    RunbookStatus attest(@PathVariable String id, @Valid @RequestBody AttestationBody body, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.attest(run, body.host(), person.getName(), body.comment()));
    }

    @PostMapping("/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Roles.OPERATE)
    @Operation(summary = "Ask for a run to be cancelled", description = "Possible until the switch-over.")
    RunbookStatus cancel(
            @PathVariable String id,
            @Valid @RequestBody(required = false) @Nullable CancelBody body,
            Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.cancel(run, person.getName(), body == null ? null : body.reason()));
    }

    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Roles.OPERATE)
    @Operation(summary = "Try again what needs attention")
    RunbookStatus retry(
            @PathVariable String id, @Valid @RequestBody(required = false) @Nullable RetryBody body, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        String comment = body == null ? null : body.comment();
        return answer(run, decisions.decide(run, GateDecision.RETRY, person.getName(), comment));
    }

    @PostMapping("/decisions")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Roles.OPERATE)
    @Operation(summary = "Decide how a run that needs attention goes on")
    RunbookStatus decide(@PathVariable String id, @Valid @RequestBody GateBody body, Principal person) {
        RunbookId run = RunbookPaths.id(id);
        return answer(run, decisions.decide(run, body.decision(), person.getName(), body.comment()));
    }

    private RunbookStatus answer(RunbookId id, Optional<Problem> problem) {
        if (problem.isPresent()) {
            throw new ProblemException(problem.get());
        }
        return runbooks.find(id).map(RunbookStatus::of).orElseThrow(() -> RunbookPaths.unknown(id.value()));
    }
}
