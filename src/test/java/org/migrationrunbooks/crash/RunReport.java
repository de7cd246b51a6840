package org.migrationrunbooks.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is true of the run of one instance: in our books, in the audit and on the platform.
 *
 * @param runs how many runs there are of the instance
 * @param state of the newest
 * @param destination host of its plan
 * @param passed elements of the model that the run has passed, gateways aside
 * @param seen host and state of each place at which the platform shows the instance
 * @param attempts number, state and kind of outcome of each
 * @param ledger what took effect on the platform, in order
 * @param audit codes of the run's entries, with the ending where there is one, in order
 * @param held claims and reservations
 * @param auditVerdict {@code intact}, or what is not
 */
record RunReport(
        int runs,
        String state,
        @Nullable String ending,
        @Nullable String attention,
        @Nullable String destination,
        List<String> passed,
        List<String> seen,
        List<String> attempts,
        List<String> ledger,
        List<String> audit,
        long held,
        String auditVerdict) {

    static final String INTACT = "intact";
}
