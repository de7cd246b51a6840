package org.migrationrunbooks.runbook.faults;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Every cell, or those whose line in the table matches {@code -Dfaults.only=}, for example {@code "COLD .*HOST_CRASH.*"}. */
class EveryFaultInEveryOperationIT extends FaultsInOperations {

    private static final String ONLY = System.getProperty("faults.only", ".*");
    private static final List<Cell> CELLS =
            all().stream().filter(cell -> cell.toString().matches(ONLY)).toList();

    @DynamicPropertySource
    static void platforms(DynamicPropertyRegistry registry) {
        platforms(registry, CELLS);
    }

    @Test
    void aFaultInAnOperationBreaksNoTruth() throws InterruptedException, ExecutionException {
        assertTruths(CELLS);
    }
}
