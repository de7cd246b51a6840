package org.migrationrunbooks.scheduling;

import java.util.List;
import org.migrationrunbooks.fleet.HostId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes everybody who wants to boot on the same host or from the same storage wait for each other's transaction. */
@Component
class BootLanes {

    private static final Logger log = LoggerFactory.getLogger(BootLanes.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;

    BootLanes(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Until the end of this transaction. Always the host first, so that no two wait for each other. */
    void lock(HostId host, String storage) {
        for (String lane : List.of("host:" + host, "storage:" + storage)) {
            if (jdbc.sql("select count(*) from mr_boot_lane where lane = ?")
                            .param(lane)
                            .query(Long.class)
                            .single()
                    == 0) {
                add(lane);
            }
            jdbc.sql("select lane from mr_boot_lane where lane = ? for update")
                    .param(lane)
                    .query(String.class)
                    .single();
        }
    }

    /** In a transaction of its own: two that meet a lane for the first time at once must not spoil each other's. */
    private void add(String lane) {
        try {
            ownTransaction.executeWithoutResult(status -> jdbc.sql("insert into mr_boot_lane (lane) values (?)")
                    .param(lane)
                    .update());
        } catch (DuplicateKeyException e) {
            log.debug("Somebody else has just added the lane {}", lane);
        }
    }
}
