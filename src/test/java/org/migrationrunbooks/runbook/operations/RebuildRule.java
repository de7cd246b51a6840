package org.migrationrunbooks.runbook.operations;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.platform.PowerReading;

/**
 * What is true of the host that may have failed, and the rule that follows for what is rebuilt: only where its power was read back as off
 * right before, or where two different people have attested for this very plan that it is off and there is no sign of life. It knows
 * nothing of how the application comes to its decisions.
 */
final class RebuildRule {

    boolean powered = true;
    boolean crashed;
    boolean isolated;
    boolean storageLost;
    boolean linkLost;
    boolean switchBroken;
    /** Guests that have stopped are started by nobody here. */
    boolean guestsRun = true;

    private final Map<PlanHash, Set<String>> attested = new HashMap<>();
    private PlanHash plan;

    RebuildRule(PlanHash plan) {
        this.plan = plan;
    }

    void crash() {
        crashed = true;
        guestsRun = false;
    }

    /** Somebody, or something, has taken the power. */
    void powerTaken() {
        powered = false;
        guestsRun = false;
    }

    /** The host starts anew where it had none. */
    void powerGiven() {
        if (!powered) {
            powered = true;
            crashed = false;
            isolated = false;
        }
    }

    void mended() {
        crashed = false;
        isolated = false;
        storageLost = false;
        linkLost = false;
        switchBroken = false;
    }

    /** What people have said of another plan counts for nothing. */
    void planned(PlanHash now) {
        plan = now;
    }

    private Set<String> people() {
        return attested.computeIfAbsent(plan, hash -> new HashSet<>());
    }

    /** What is wrong with an attestation that was taken; empty where it may be taken. */
    Optional<String> attested(String person, boolean namedRightly, PowerStrip.Mode strip) {
        if (!namedRightly) {
            return Optional.of(person + " has named another host");
        }
        if (!people().add(person)) {
            return Optional.of(person + " has attested twice");
        }
        return lives(strip)
                ? Optional.of(person + " has attested it of a host that shows a sign of life")
                : Optional.empty();
    }

    /** Whether anybody who looks can see that the host lives, or that it has power. */
    boolean lives(PowerStrip.Mode strip) {
        boolean answers = powered && !crashed && !isolated;
        boolean writes = guestsRun && !storageLost;
        return answers || writes || readsOn(strip);
    }

    private boolean readsOn(PowerStrip.Mode strip) {
        boolean switchTells = powered && !switchBroken;
        return switchTells
                || switch (strip) {
                    case CLAIMS_ON -> !switchBroken;
                    case HONEST, LOSES_ANSWERS -> switchTells;
                    case SILENT, CLAIMS_OFF, UNSURE -> false;
                };
    }

    /**
     * What is wrong with a rebuild that was asked of the platform just now; empty where it may be.
     *
     * @param onRecord the newest reading on record for this evacuation, where it was made right before; null where none was
     * @param device that has told it
     * @param strip what the strip is like now
     * @param told what the strip has told last since the rebuild was begun; null where it was not asked, or did not answer
     */
    Optional<String> rebuilt(
            @Nullable PowerReading onRecord,
            @Nullable String device,
            PowerStrip.Mode strip,
            @Nullable PowerReading told) {
        if (onRecord != null && onRecord.off()) {
            boolean real = PowerStrip.NAME.equals(device) ? told != null && told.off() : !powered && !switchBroken;
            return real ? Optional.empty() : Optional.of("a reading is on record that no device has given");
        }
        if (people().size() < 2) {
            return Optional.of("neither was its power read as off right before, nor have two people attested it: "
                    + people() + ", read " + onRecord);
        }
        return lives(strip)
                ? Optional.of("two people have attested it of a host that shows a sign of life")
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "powered %s, crashed %s, isolated %s, storage lost %s, link lost %s, switch broken %s, guests run %s, attested by %s"
                .formatted(powered, crashed, isolated, storageLost, linkLost, switchBroken, guestsRun, people());
    }
}
