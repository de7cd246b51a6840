package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.HostId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts on record what has changed of hosts, and why nothing was raised for one that is silent: once per outage and reason. */
@Component
class WatchBook {

    private static final Logger log = LoggerFactory.getLogger(WatchBook.class);

    private final WatchStore store;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    WatchBook(WatchStore store, AuditTrail audit, TransactionTemplate transaction) {
        this.store = store;
        this.audit = audit;
        this.transaction = transaction;
    }

    Map<HostId, WatchStore.Row> rows() {
        return store.all();
    }

    /** Writes down who is heard and who is not, so that the next start and other nodes speak of the same outages. */
    void remember(List<WatchedHost> hosts, Map<HostId, WatchStore.Row> rows, Instant now) {
        for (WatchedHost host : hosts) {
            WatchStore.Row row = rows.get(host.id());
            Instant unheard = host.unheardSince();
            boolean heardOnRecord = row != null && row.heardAs() == host.host().state() && row.unheardSince() == null;
            boolean unheardOnRecord = row != null && row.unheardSince() != null;
            if (unheard == null && !heardOnRecord) {
                store.heard(host.id(), host.host().state(), now);
            } else if (unheard != null && !unheardOnRecord) {
                store.unheard(host.id(), unheard);
            }
        }
    }

    void withheld(WatchedHost host, Judgement judgement, Map<HostId, WatchStore.Row> rows) {
        WatchStore.Row row = rows.get(host.id());
        String code = judgement.code().name();
        if (!judgement.withheld() || row == null || code.equals(row.withheld())) {
            return;
        }
        log.warn("{} is silent, and its evacuation is not raised: {}", host.id(), judgement.why());
        transaction.executeWithoutResult(status -> {
            store.withheld(host.id(), code);
            audit.append(new AuditEvent(
                    AuditCode.EVACUATION_WITHHELD,
                    AuditEvent.SYSTEM,
                    null,
                    host.id().toString(),
                    judgement.why(),
                    Map.of("code", judgement.code().code(), "signs", host.told())));
        });
    }
}
