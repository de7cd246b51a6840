package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.BrakeState;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/** Lets a step that has begun nothing wait while the brake is engaged, and says so in its run. */
@Component
class BrakeWait {

    static final String WAITS = "Waits for the brake.";

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Brake brake;
    private final RunStore runs;

    BrakeWait(Brake brake, RunStore runs) {
        this.brake = brake;
        this.runs = runs;
    }

    /** A first look, so that nothing is asked of a platform in vain; it decides nothing. */
    boolean isEngagedFor(Draft draft, String step) {
        return !draft.passesBrake(step) && brake.state().engaged();
    }

    /**
     * Gives the task back where the brake is engaged, in the caller's transaction; where it is not, it cannot be engaged before that
     * transaction has ended.
     */
    boolean holdsBack(Tenure tenure, Run run, Draft draft) {
        if (draft.passesBrake(tenure.step())) {
            return false;
        }
        BrakeState state = brake.held();
        if (state.engaged()) {
            tenure.handBack(PAUSE);
            say(run, text(state, draft.cancellable(tenure.step())));
            return true;
        }
        say(run, null);
        return false;
    }

    private static String text(BrakeState state, boolean cancellable) {
        return "%s %s. Nothing new begins; this step goes on when it is released%s"
                .formatted(
                        WAITS,
                        state.told(),
                        cancellable ? ", and cancelling the run takes back what it has done so far." : ".");
    }

    /** Only where nothing else needs attention. */
    private void say(Run run, @Nullable String text) {
        String said = run.attention();
        boolean free = said == null || said.startsWith(WAITS);
        if (run.state() == RunbookState.RUNNING && free && !Objects.equals(said, text)) {
            runs.state(run.id(), RunbookState.RUNNING, text);
        }
    }
}
