package org.migrationrunbooks.audit;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One link of the chain.
 *
 * @param seq from 1, without gaps
 * @param entryHash over the entry alone, so that a changed entry can be told from a changed chain
 * @param previousHash the {@link #hash} of the seal before; {@link #GENESIS} for the first
 * @param hash over the three above
 */
record Seal(long seq, long entryId, String entryHash, String previousHash, String hash) {

    static final String GENESIS = "0".repeat(64);

    /** The seal of an entry that comes after the seal with this number and hash. */
    static Seal after(long seq, String hash, StoredEntry entry) {
        String entryHash = entry.hash();
        return new Seal(seq + 1, entry.id(), entryHash, hash, hash(seq + 1, hash, entryHash));
    }

    static Seal read(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong("seq"),
                row.getLong("entry_id"),
                row.getString("entry_hash"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    static String hash(long seq, String previousHash, String entryHash) {
        return new Sha256()
                .add(Long.toString(seq))
                .add(previousHash)
                .add(entryHash)
                .hex();
    }
}
