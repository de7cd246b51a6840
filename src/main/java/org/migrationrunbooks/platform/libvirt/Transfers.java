package org.migrationrunbooks.platform.libvirt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.OperationKey;

/** The transfers of this process, the latest ones. */
final class Transfers {

    private static final int KEPT = 1000;

    private final Map<OperationKey, Transfer> byKey = new LinkedHashMap<>();

    synchronized void add(OperationKey key, Transfer transfer) {
        byKey.put(key, transfer);
        if (byKey.size() > KEPT) {
            byKey.remove(byKey.keySet().iterator().next());
        }
    }

    synchronized Optional<Transfer> find(OperationKey key) {
        return Optional.ofNullable(byKey.get(key));
    }
}
