package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.api.ReviewViews.ExportedRecord;
import org.migrationrunbooks.api.ReviewViews.RecordView;
import org.migrationrunbooks.api.ReviewViews.ReviewedView;
import org.migrationrunbooks.audit.AuditRights;
import org.migrationrunbooks.audit.AuditVerifier;
import org.migrationrunbooks.review.ReviewPage;
import org.migrationrunbooks.review.Reviews;
import org.migrationrunbooks.review.RunRecord;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.ProblemException;
import org.migrationrunbooks.runbook.RunFilter;
import org.migrationrunbooks.runbook.RunbookKind;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows auditors the records of runs, and takes their sign-offs. */
@RestController
@RequestMapping("/api/v1/reviews")
@PreAuthorize(Roles.AUDIT)
@Tag(name = "Reviews", description = "Records of runs that have ended, their sign-off and their export")
class ReviewsController {

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final Reviews reviews;
    private final AuditVerifier verifier;
    private final AuditRights rights;
    private final Clock clock;

    ReviewsController(Reviews reviews, AuditVerifier verifier, AuditRights rights, Clock clock) {
        this.reviews = reviews;
        this.verifier = verifier;
        this.rights = rights;
        this.clock = clock;
    }

    @GetMapping
    @Operation(
            summary = "List runs that have ended, newest first",
            description = "What a run has begun stands in its record and is not listed by itself.")
    ItemPage<ReviewedView> list(
            @RequestParam(required = false) @Nullable RunbookKind kind,
            @RequestParam(required = false) @Nullable String platform,
            @RequestParam(required = false) @Nullable String host,
            @RequestParam(required = false) @Nullable String instance,
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable Ending ending,
            @RequestParam(required = false) @Nullable Boolean reviewed,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = "0") @Min(value = 0, message = Paging.PAGE) int page,
            @RequestParam(defaultValue = Paging.DEFAULT_SIZE)
                    @Min(value = 1, message = Paging.SIZE)
                    @Max(value = Paging.MAX_SIZE, message = Paging.SIZE)
                    int size) {
        ReviewPage found = reviews.list(new RunFilter(
                null, kind, platform, host, instance, person, ending, true, reviewed, since, until, false, page, size));
        return ItemPage.of(found.items(), found.total(), ReviewedView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Everything that is on record of a run")
    RecordView get(@PathVariable String id) {
        return RecordView.of(record(id));
    }

    @PostMapping("/{id}/sign-offs")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Roles.SIGN_OFF)
    @Operation(
            summary = "Sign a run off",
            description = "Verifies the whole audit first. Nobody signs off a run that they had a part in.")
    RecordView signOff(@PathVariable String id, @Valid @RequestBody SignOffBody body, Principal person) {
        reviews.signOff(record(id), person.getName(), body.verdict(), body.comment(), body.named())
                .ifPresent(problem -> {
                    throw new ProblemException(problem);
                });
        return RecordView.of(record(id));
    }

    @GetMapping(path = "/{id}/export", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "The record as a file",
            description = "With the texts and hashes that are needed to check it without this application.")
    ResponseEntity<ExportedRecord> export(@PathVariable String id, Principal person) {
        RunRecord record = record(id);
        ExportedRecord file = ExportedRecord.of(
                record, VerificationView.of(verifier.verify(), rights.appendOnly()), person.getName(), clock.instant());
        reviews.exported(record, person.getName(), "json");
        return file(record, "json", MediaType.APPLICATION_JSON).body(file);
    }

    @GetMapping(path = "/{id}/export.csv", produces = "text/csv")
    @Operation(summary = "The entries of the record as a table")
    ResponseEntity<String> exportTable(@PathVariable String id, Principal person) {
        RunRecord record = record(id);
        reviews.exported(record, person.getName(), "csv");
        return file(record, "csv", CSV).body(RecordCsv.of(record));
    }

    private static ResponseEntity.BodyBuilder file(RunRecord record, String extension, MediaType type) {
        String name = "runbook-%s.%s".formatted(record.run().run().id(), extension);
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString());
    }

    private RunRecord record(String id) {
        return reviews.record(RunbookPaths.id(id)).orElseThrow(() -> RunbookPaths.unknown(id));
    }
}
