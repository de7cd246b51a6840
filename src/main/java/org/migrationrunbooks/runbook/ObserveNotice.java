package org.migrationrunbooks.runbook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says in the log why nothing goes on here. */
@Component
@ConditionalOnProperty(name = "runbooks.mode", havingValue = "observe")
class ObserveNotice {

    private static final Logger log = LoggerFactory.getLogger(ObserveNotice.class);

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        log.warn("Observe mode: this node reads and plans. It begins no operation, follows none, and takes no decision;"
                + " set runbooks.mode=operate to change that");
    }
}
