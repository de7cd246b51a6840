package org.migrationrunbooks.planning;

import java.util.Optional;

/** Answers whether one instance may go to one host; one class per rule, each with the reason of its refusal. */
interface PlacementRule {

    /** The reason why not, or empty where this rule has nothing against it. */
    Optional<Refusal> refuse(Candidate candidate);
}
