package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditPage;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.audit.AuditRights;
import org.migrationrunbooks.audit.AuditVerifier;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the audit to those who check it. */
@RestController
@RequestMapping("/api/v1/audit")
@PreAuthorize(Roles.AUDIT)
@Tag(name = "Audit", description = "Who did what, when and why, and whether that is still what was written")
class AuditController {

    private final AuditQuery query;
    private final AuditVerifier verifier;
    private final AuditRights rights;

    AuditController(AuditQuery query, AuditVerifier verifier, AuditRights rights) {
        this.query = query;
        this.verifier = verifier;
        this.rights = rights;
    }

    @GetMapping
    @Operation(summary = "List audit entries, newest first")
    ItemPage<AuditEntryView> list(
            @RequestParam(required = false) @Nullable String runbook,
            @RequestParam(required = false) @Nullable AuditCode code,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = "0") @Min(value = 0, message = Paging.PAGE) int page,
            @RequestParam(defaultValue = Paging.DEFAULT_SIZE)
                    @Min(value = 1, message = Paging.SIZE)
                    @Max(value = Paging.MAX_SIZE, message = Paging.SIZE)
                    int size) {
        AuditFilter filter =
                new AuditFilter(runbook == null ? null : RunbookPaths.id(runbook), code, actor, subject, since, until);
        AuditPage found = query.find(filter, AuditQuery.Order.NEWEST_FIRST, page, size);
        return ItemPage.of(found.items(), found.total(), AuditEntryView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One audit entry")
    AuditEntryView get(@PathVariable long id) {
        return query.find(id)
                .map(AuditEntryView::of)
                .orElseThrow(() -> Problems.exception(
                        RequestProblem.AUDIT_ENTRY_UNKNOWN,
                        "The audit has no entry %d.".formatted(id),
                        "List the entries under /api/v1/audit."));
    }

    @GetMapping("/verification")
    @Operation(
            summary = "Read the whole audit again and say whether it is what was written",
            description = "Takes time in proportion to the audit.")
    VerificationView verify() {
        return VerificationView.of(verifier.verify(), rights.appendOnly());
    }
}
