package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.runbook.ProblemException;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunFilter;
import org.migrationrunbooks.runbook.RunModels;
import org.migrationrunbooks.runbook.RunPage;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.Runbooks;
import org.migrationrunbooks.runbook.StartAnswer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Starts runs and shows them. */
@RestController
@RequestMapping(RunbookLinks.RUNBOOKS)
@Tag(name = "Runbooks", description = "Start runs and watch them")
class RunbooksController {

    static final String REPLAYED = "Idempotency-Replayed";

    private final RunbookStart start;
    private final Runbooks runbooks;
    private final RunModels models;
    private final RunbookStreams streams;

    RunbooksController(RunbookStart start, Runbooks runbooks, RunModels models, RunbookStreams streams) {
        this.start = start;
        this.runbooks = runbooks;
        this.models = models;
        this.streams = streams;
    }

    @PostMapping("/{kind}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Roles.OPERATE)
    @Operation(
            summary = "Start a runbook",
            description =
                    "The same Idempotency-Key and body give the first run again; another body under that key is refused.")
    ResponseEntity<RunbookStatus> start(
            @PathVariable String kind,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Size(min = 1, max = 255, message = "has 1 to 255 characters")
                    @Pattern(regexp = "[ -~]*", message = "has printable ASCII characters only")
                    @Nullable
                    String key,
            @Valid @RequestBody StartBody body,
            Principal person) {
        StartAnswer answer = start.start(RunbookPaths.kind(kind), body.request(), person.getName(), key);
        if (answer instanceof StartAnswer.Refused refused) {
            throw new ProblemException(refused.problem());
        }
        return answer instanceof StartAnswer.Existing existing
                ? accepted(existing.run(), true)
                : accepted(((StartAnswer.Started) answer).run(), false);
    }

    private static ResponseEntity<RunbookStatus> accepted(Run run, boolean replayed) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted().location(URI.create(RunbookLinks.self(run.id())));
        return (replayed ? answer.header(REPLAYED, "true") : answer).body(RunbookStatus.of(run));
    }

    @GetMapping
    @Operation(summary = "List runs, newest first")
    ItemPage<RunbookSummary> list(
            @RequestParam(required = false) @Nullable RunbookState state,
            @RequestParam(required = false) @Nullable RunbookKind kind,
            @RequestParam(required = false) @Nullable String host,
            @RequestParam(required = false) @Nullable String instance,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = "0") @Min(value = 0, message = Paging.PAGE) int page,
            @RequestParam(defaultValue = Paging.DEFAULT_SIZE)
                    @Min(value = 1, message = Paging.SIZE)
                    @Max(value = Paging.MAX_SIZE, message = Paging.SIZE)
                    int size) {
        RunPage found = runbooks.list(RunFilter.of(state, kind, host, instance, since, until, page, size));
        return ItemPage.of(found.items(), found.total(), RunbookSummary::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Everything about a run")
    RunbookView get(@PathVariable String id) {
        return runbooks.details(RunbookPaths.id(id)).map(RunbookView::of).orElseThrow(() -> RunbookPaths.unknown(id));
    }

    @GetMapping(path = "/{id}/model", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(summary = "The BPMN model that a run follows")
    String model(@PathVariable String id) {
        return models.of(RunbookPaths.id(id)).orElseThrow(() -> RunbookPaths.unknown(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Watch a run",
            description =
                    "Server-sent events named 'runbook', each with what GET of the run answers; the last is named 'end'.")
    SseEmitter events(@PathVariable String id) {
        return streams.open(RunbookPaths.id(id));
    }
}
