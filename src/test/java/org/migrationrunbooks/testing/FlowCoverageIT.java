package org.migrationrunbooks.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs when all tests are through: every flow of every runbook was traversed by one of them. */
class FlowCoverageIT {

    @Test
    void everyFlowOfEveryRunbookIsTraversedByATest() {
        assertThat(FlowCoverageReport.missing(Path.of("processes"), FlowCoverageReport.FOLDER))
                .isEmpty();
    }
}
