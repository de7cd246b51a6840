package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an operator can say at the gate "Decide how to go on". */
public enum GateDecision {
    /** Plan again and try again; what had ended in doubt is read again first. */
    RETRY,
    /** As retry, passing over the destination that did not work. */
    OTHER_DESTINATION,
    /** Leave the instance where it is read to be; of a cold migration: take it back to the source as it was. */
    GIVE_UP,
    /** Of a cold migration: ask an approver to let the power be taken from the instance. */
    HARD_STOP,
    /**
     * Take the instance at the destination for good although its guest does not answer the check. Of a return to service: the host was
     * switched on by hand.
     */
    ACCEPT,
    /** Of an evacuation whose host no device switches off: say, as one of two different people, that it is off. */
    ATTEST;

    private static final Set<GateDecision> COLD = EnumSet.of(RETRY, GIVE_UP, HARD_STOP, ACCEPT);
    private static final Set<GateDecision> REBUILD = EnumSet.of(RETRY, OTHER_DESTINATION, GIVE_UP, ACCEPT);
    private static final Set<GateDecision> EVACUATION = EnumSet.of(RETRY, GIVE_UP, ATTEST);
    private static final Set<GateDecision> RETURN = EnumSet.of(RETRY, GIVE_UP, ACCEPT);
    private static final Set<GateDecision> LIVE = EnumSet.of(RETRY, OTHER_DESTINATION, GIVE_UP);

    /** What can be said at the gate of a runbook of this kind. */
    public static Set<GateDecision> of(RunbookKind kind) {
        return switch (kind) {
            case LIVE_MIGRATION -> LIVE;
            case COLD_MIGRATION -> COLD;
            case NODE_EVACUATION -> EVACUATION;
            case RETURN_TO_SERVICE -> RETURN;
            case INSTANCE_REBUILD -> REBUILD;
        };
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The decision with this code. */
    @JsonCreator
    public static GateDecision of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
