package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformHealth;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The configured platforms; simulated ones also fail on request and show their ledger. */
@RestController
@RequestMapping("/api/v1/platforms")
@Tag(name = "Fleet")
class PlatformsController {

    private final Platforms platforms;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    PlatformsController(Platforms platforms, AuditTrail audit, TransactionTemplate transaction) {
        this.platforms = platforms;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * A configured platform.
     *
     * @param usable whether it answers now
     * @param detail what is wrong and what to do, or what was reached
     * @param simulated whether it fails on request
     */
    record PlatformView(String name, String type, boolean usable, String detail, boolean simulated) {

        static PlatformView of(Platform platform) {
            PlatformHealth health = platform.health();
            return new PlatformView(
                    platform.name(),
                    platform.type(),
                    health.usable(),
                    health.detail(),
                    platform.faultInjection().isPresent());
        }
    }

    @GetMapping
    @Operation(summary = "List platforms and whether they can be used")
    ItemPage<PlatformView> list() {
        List<Platform> all = platforms.all();
        return ItemPage.of(all, all.size(), PlatformView::of);
    }

    @PostMapping("/{platform}/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Roles.ADMINISTER)
    @Operation(summary = "Let a simulated platform fail")
    void inject(@PathVariable String platform, @Valid @RequestBody FaultBody body, Principal person) {
        FaultInjection faults = faults(platform);
        Fault fault = body.fault();
        try {
            audited(person, platform, Map.of("fault", fault.toString()), () -> faults.inject(fault));
        } catch (IllegalArgumentException e) {
            throw Problems.exception(
                    RequestProblem.VALUE_INVALID,
                    "The platform cannot fail so: %s.".formatted(e.getMessage()),
                    "Name the host or instance, and the share (0 to 1) or delay that this kind of fault needs.");
        }
    }

    @DeleteMapping("/{platform}/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Roles.ADMINISTER)
    @Operation(summary = "End all failures of a simulated platform")
    void clear(@PathVariable String platform, Principal person) {
        FaultInjection faults = faults(platform);
        audited(person, platform, Map.of("fault", "none"), faults::clear);
    }

    @GetMapping("/{platform}/ledger")
    @PreAuthorize(Roles.AUDIT)
    @Operation(summary = "What was asked of a simulated platform and what took effect, oldest first")
    ItemPage<LedgerEntry> ledger(
            @PathVariable String platform,
            @RequestParam(defaultValue = "0") @Min(value = 0, message = Paging.PAGE) int page,
            @RequestParam(defaultValue = Paging.DEFAULT_SIZE)
                    @Min(value = 1, message = Paging.SIZE)
                    @Max(value = Paging.MAX_SIZE, message = Paging.SIZE)
                    int size) {
        return ItemPage.cut(faults(platform).ledger(), List.of(), page, size);
    }

    /** The entry commits only if the platform took it: what it refused has not happened. */
    private void audited(Principal person, String platform, Map<String, String> details, Runnable change) {
        transaction.executeWithoutResult(status -> {
            audit.append(new AuditEvent(
                    AuditCode.FAULT_INJECTED, person.getName(), null, "platform " + platform, null, details));
            change.run();
        });
    }

    private FaultInjection faults(String name) {
        return platforms
                .get(name)
                .faultInjection()
                .orElseThrow(() -> Problems.exception(
                        RequestProblem.FAULTS_UNSUPPORTED,
                        "Platform '%s' is a real one.".formatted(name),
                        "Only simulated platforms fail on request and keep a ledger."));
    }
}
