package org.migrationrunbooks.fleet;

import org.jspecify.annotations.Nullable;

/**
 * How fast an instance writes its memory, measured or declared; what decides whether pre-copy ends.
 *
 * @param dirtyRate new dirty memory per second, counted in whole pages; null where nobody has measured
 * @param workingSet the memory that is written again and again, beyond which a round cannot be dirtied; null where unknown
 */
public record MemoryLoad(@Nullable DataRate dirtyRate, @Nullable ByteSize workingSet) {

    public static final MemoryLoad UNKNOWN = new MemoryLoad(null, null);
}
