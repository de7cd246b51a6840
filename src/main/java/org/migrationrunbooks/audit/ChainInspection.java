package org.migrationrunbooks.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditVerification.Kind;
import org.migrationrunbooks.audit.AuditVerification.UnsealedTail;

/**
 * One walk along the chain. Three things hold for an untouched link: the entry has the hash that was sealed, the seal's hash covers
 * its own fields, and it names the hash of the seal before. Which of them fail tells what was done; what fails only because a
 * neighbour was touched is not reported again.
 */
final class ChainInspection {

    private final Findings findings = new Findings();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private long sealed;
    private long expectedSeq = 1;
    private String expectedPrevious = Seal.GENESIS;
    private @Nullable Seal previous;
    /** Whether the hash of the seal before may be wrong, so that a link to it proves nothing. */
    private boolean previousDoubtful;
    /** A seal that does not cover its own fields; whether they or its hash were altered shows in the next one. */
    private @Nullable Seal undecided;

    /** The next seal in order, with its entry if that still exists. */
    void accept(Seal seal, @Nullable StoredEntry entry) {
        sealed++;
        if (seal.seq() < expectedSeq) {
            findings.add(Kind.INSERTED, seal, "The chain begins with number 1.");
            return;
        }
        boolean gap = seal.seq() > expectedSeq;
        if (gap) {
            findings.addMissing(expectedSeq, seal.seq() - 1);
        }
        decide(gap ? null : seal.previousHash());
        previousDoubtful = explains(seal, entry) ? false : isDoubtful(seal, gap);
        expectedSeq = seal.seq() + 1;
        expectedPrevious = seal.hash();
        previous = seal;
    }

    /** Whether the entry already explains whatever is wrong with this link. */
    private boolean explains(Seal seal, @Nullable StoredEntry entry) {
        if (entry == null) {
            findings.add(
                    Kind.REMOVED,
                    seal,
                    "Entry %d, sealed with number %d, is gone.".formatted(seal.entryId(), seal.seq()));
            return false;
        }
        String hash = entry.hash();
        if (hash.equals(seal.entryHash())) {
            return false;
        }
        if (covers(seal, seal.previousHash(), hash)) {
            findings.add(
                    Kind.SEAL_CHANGED,
                    seal,
                    "Seal number %d names another entry hash than it covers; entry %d is what was sealed."
                            .formatted(seal.seq(), seal.entryId()));
        } else if (mismatches.size() < Findings.KEPT) {
            mismatches.add(new Mismatch(seal, hash));
        } else {
            findings.count();
        }
        return true;
    }

    /** Reports what is wrong with the seal itself; answers whether its hash is in doubt. */
    private boolean isDoubtful(Seal seal, boolean gap) {
        boolean linked = gap || seal.previousHash().equals(expectedPrevious);
        if (covers(seal, seal.previousHash(), seal.entryHash())) {
            if (!linked && !previousDoubtful) {
                foundRewritten(previous, seal);
            }
            return false;
        }
        if (linked) {
            undecided = seal;
            return true;
        }
        if (covers(seal, expectedPrevious, seal.entryHash())) {
            findings.add(
                    Kind.SEAL_CHANGED,
                    seal,
                    "Seal number %d names another previous hash than it covers.".formatted(seal.seq()));
            return false;
        }
        findings.add(
                Kind.REORDERED, seal, "Seal number %d was made for another place in the chain.".formatted(seal.seq()));
        return true;
    }

    /** Tells by what comes after, if that is known, which part of the undecided seal was altered. */
    private void decide(@Nullable String nextPrevious) {
        Seal seal = undecided;
        undecided = null;
        if (seal != null && seal.hash().equals(nextPrevious)) {
            previousDoubtful = false;
            findings.add(
                    Kind.CHANGED,
                    seal,
                    "Entry %d and its hash in seal number %d were changed.".formatted(seal.entryId(), seal.seq()));
        } else if (seal != null) {
            findings.add(
                    Kind.SEAL_CHANGED, seal, "The hash of seal number %d is not what it was.".formatted(seal.seq()));
        }
    }

    private void foundRewritten(@Nullable Seal rewritten, Seal next) {
        if (rewritten == null) {
            findings.add(Kind.REORDERED, next, "The chain did not begin with this seal.");
        } else {
            findings.add(
                    Kind.CHANGED,
                    rewritten,
                    "Entry %d was changed and its seal number %d made anew."
                            .formatted(rewritten.entryId(), rewritten.seq()));
        }
    }

    /** The chain has ended; it should do so at this head. */
    void end(AuditSealer.@Nullable Head head) {
        long last = expectedSeq - 1;
        decide(head != null && head.seq() == last ? head.hash() : null);
        if (head == null) {
            findings.add(
                    Kind.SEAL_MISSING,
                    null,
                    null,
                    "The head of the chain is gone: seals may have been cut off its end.");
        } else if (head.seq() > last) {
            findings.addMissing(expectedSeq, head.seq());
        } else if (head.seq() < last) {
            findings.add(
                    Kind.INSERTED,
                    head.seq() + 1,
                    null,
                    "The chain should end with number %d, but it goes on to %d.".formatted(head.seq(), last));
        } else if (previous != null && !head.hash().equals(expectedPrevious) && !previousDoubtful) {
            foundRewritten(previous, previous);
        }
        decideMismatches();
    }

    /** An entry has another content than was sealed: it was changed, or it is the entry of another seal. */
    private void decideMismatches() {
        Set<String> sealedElsewhere = new HashSet<>();
        mismatches.forEach(mismatch -> sealedElsewhere.add(mismatch.seal().entryHash()));
        for (Mismatch mismatch : mismatches) {
            Seal seal = mismatch.seal();
            if (sealedElsewhere.contains(mismatch.found())) {
                findings.add(
                        Kind.REORDERED,
                        seal,
                        "Entry %d stands in the place of another at number %d.".formatted(seal.entryId(), seal.seq()));
            } else {
                findings.add(
                        Kind.CHANGED,
                        seal,
                        "Entry %d is not what was sealed with number %d.".formatted(seal.entryId(), seal.seq()));
            }
        }
    }

    /** An entry that is neither sealed nor waits for it. */
    void acceptStray(long entryId) {
        if (findings.hasMissingSeals()) {
            findings.add(Kind.SEAL_MISSING, null, entryId, "Entry %d has no seal.".formatted(entryId));
        } else {
            findings.add(
                    Kind.INSERTED,
                    null,
                    entryId,
                    "Entry %d was never given to the sealer: it did not come through the application."
                            .formatted(entryId));
        }
    }

    /** An entry that waits for its seal but does not exist. */
    void acceptLost(long entryId) {
        findings.add(Kind.REMOVED, null, entryId, "Entry %d is gone; it was not sealed yet.".formatted(entryId));
    }

    AuditVerification verdict(UnsealedTail unsealed) {
        return findings.total() == 0
                ? new AuditVerification.Intact(sealed, expectedPrevious, unsealed)
                : new AuditVerification.Broken(sealed, unsealed, findings.inOrder(), findings.total());
    }

    private static boolean covers(Seal seal, String previousHash, String entryHash) {
        return Seal.hash(seal.seq(), previousHash, entryHash).equals(seal.hash());
    }

    private record Mismatch(Seal seal, String found) {}
}
