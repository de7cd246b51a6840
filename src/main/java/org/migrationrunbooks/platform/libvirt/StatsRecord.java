package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One {@code virDomainStatsRecord}: pointers to the domain and to its parameters, and their number.
 *
 * @param domain freed together with the list
 */
record StatsRecord(Pointer domain, Map<String, Object> values) {

    /** The records of a null-terminated list that holds at least one. */
    static List<StatsRecord> all(Pointer list, int count) {
        List<StatsRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Pointer pointer = list.getPointer((long) i * Native.POINTER_SIZE);
            int parameters = pointer.getInt(2L * Native.POINTER_SIZE);
            Pointer first = pointer.getPointer(Native.POINTER_SIZE);
            records.add(new StatsRecord(
                    pointer.getPointer(0), first == null ? Map.of() : TypedParameters.read(first, parameters)));
        }
        return records;
    }

    static StatsRecord first(Pointer list) {
        return all(list, 1).get(0);
    }
}
