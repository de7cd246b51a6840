package org.migrationrunbooks.platform.simulated;

import java.util.List;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.Instance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The fleet with which a platform begins. */
record Fleet(List<Host> hosts, List<Instance> instances) {

    Fleet {
        hosts = List.copyOf(hosts);
        instances = List.copyOf(instances);
    }

    void store(JdbcClient jdbc, String platform) {
        HostTable hostTable = new HostTable(jdbc, platform);
        int ordinal = 0;
        for (Host host : hosts) {
            hostTable.add(ordinal++, host);
        }
        InstanceTable instanceTable = new InstanceTable(jdbc, platform);
        PresenceTable presences = new PresenceTable(jdbc);
        for (Instance instance : instances) {
            instanceTable.add(ordinal++, instance);
            presences.put(instance.name(), instance.host().name(), Presence.Role.RESIDENT, instance.state());
        }
    }
}
