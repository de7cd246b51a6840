package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.BrakeState;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeps new operations from beginning, everywhere. */
@RestController
@RequestMapping("/api/v1/brake")
@Tag(name = "Brake", description = "While it is engaged no new operation begins; what is under way goes on")
class BrakeController {

    private final Brake brake;

    BrakeController(Brake brake) {
        this.brake = brake;
    }

    /**
     * What to do with it.
     *
     * @param reason for everybody who meets it, and for the audit
     */
    @Schema(example = "{\"engaged\": true, \"reason\": \"Storage looks wrong, look first\"}")
    record BrakeBody(
            @NotNull(message = DecisionBodies.MISSING) Boolean engaged,
            @NotBlank(message = DecisionBodies.MISSING) @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG)
                    String reason) {}

    /**
     * How it is.
     *
     * @param changedBy who engaged or released it last; left out, as are the others, where nobody ever has
     */
    record BrakeView(
            boolean engaged, @Nullable String changedBy, @Nullable Instant changedAt, @Nullable String reason) {

        static BrakeView of(BrakeState state) {
            return new BrakeView(state.engaged(), state.changedBy(), state.changedAt(), state.reason());
        }
    }

    @GetMapping
    @Operation(summary = "Whether the brake is engaged, by whom and why")
    BrakeView get() {
        return BrakeView.of(brake.state());
    }

    @PutMapping
    @PreAuthorize(Roles.OPERATE)
    @Operation(
            summary = "Engage or release the brake",
            description = "Where it is so already nothing changes, and the answer tells who was first.")
    BrakeView set(@Valid @RequestBody BrakeBody body, Principal person) {
        return BrakeView.of(brake.set(body.engaged(), person.getName(), body.reason()));
    }
}
