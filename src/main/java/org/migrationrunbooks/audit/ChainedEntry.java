package org.migrationrunbooks.audit;

import org.jspecify.annotations.Nullable;

/**
 * An entry with all that is needed to check it by oneself: {@code hash} of its link is SHA-256 over number, previous hash and entry hash, and
 * the entry hash over the fields of the entry; see {@code src/docs/operations.md} for the encoding.
 *
 * @param storedDetails the text of the details exactly as it was hashed
 * @param link null where the entry is not sealed yet
 * @param state whether it is what was sealed
 */
public record ChainedEntry(AuditEntry entry, String storedDetails, @Nullable Link link, State state) {

    /** Where an entry stands in the chain, and what its seal covers. */
    public record Link(long number, String entryHash, String previousHash, String hash) {}

    /** What became of an entry. */
    public enum State {
        /** The entry is what was sealed, and its seal is what it was. */
        INTACT,
        /** The entry or its seal was changed. */
        CHANGED,
        /** It waits for its seal, or did not come through the application; the verification of the whole audit tells. */
        UNSEALED
    }

    static ChainedEntry of(AuditEntry entry, StoredEntry stored, @Nullable Seal seal) {
        if (seal == null) {
            return new ChainedEntry(entry, stored.details(), null, State.UNSEALED);
        }
        boolean intact = stored.hash().equals(seal.entryHash())
                && Seal.hash(seal.seq(), seal.previousHash(), seal.entryHash()).equals(seal.hash());
        return new ChainedEntry(
                entry,
                stored.details(),
                new Link(seal.seq(), seal.entryHash(), seal.previousHash(), seal.hash()),
                intact ? State.INTACT : State.CHANGED);
    }
}
