package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.planning.Plan;

/**
 * Something beyond the plan that loses data and is therefore asked for by itself, when it comes to it. It is approved like a plan:
 * under a hash of its own, which covers the plan and what is lost.
 */
public enum PlanException {
    /** The guest does not shut down; its power is taken, which loses what it has not written. */
    HARD_STOP("The power is taken from an instance that does not shut down; what its guest has not written is lost."),
    /** The instance ran at the destination and goes back to the source as it was before. */
    DISCARD_WRITES("The instance goes back to its source; everything that it wrote at the destination is lost.");

    private final String loss;

    PlanException(String loss) {
        this.loss = loss;
    }

    /** What is lost, for whoever decides. */
    public String loss() {
        return loss;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one from this plan that an approval with this hash is bound to; empty where there is none. */
    static Optional<PlanException> of(PlanHash approved, @Nullable Plan plan) {
        return plan == null
                ? Optional.empty()
                : Stream.of(values())
                        .filter(exception -> exception.hash(plan).equals(approved))
                        .findFirst();
    }

    /** What an approval of this exception from this plan is bound to. */
    public PlanHash hash(Plan plan) {
        return PlanHash.over(List.of("plan " + plan.hash().value(), "exception " + code()));
    }
}
