package org.migrationrunbooks.runbook.faults;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Every fifth cell, and with it each operation and each fault; {@code mvn verify -Pcrash} has them all. */
class FaultsInOperationsTest extends FaultsInOperations {

    private static final int EVERY = 5;

    private static final List<Cell> CELLS =
            all().stream().filter(cell -> cell.number() % EVERY == 0).toList();

    @DynamicPropertySource
    static void platforms(DynamicPropertyRegistry registry) {
        platforms(registry, CELLS);
    }

    @Test
    void aFaultInAnOperationBreaksNoTruth() throws InterruptedException, ExecutionException {
        assertTruths(CELLS);
    }
}
