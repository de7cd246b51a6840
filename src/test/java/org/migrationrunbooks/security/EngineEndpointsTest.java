package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.testing.EngineApi;

class EngineEndpointsTest {

    /** Written out, so that a change of the list is a change of this test. */
    private static final Set<String> LET_THROUGH = Set.of(
            "POST /execution",
            "POST /execution/count",
            "POST /external-task",
            "POST /external-task/count",
            "POST /filter/{id}/count",
            "POST /filter/{id}/list",
            "POST /filter/{id}/singleResult",
            "POST /group",
            "POST /group/count",
            "POST /history/activity-instance",
            "POST /history/activity-instance/count",
            "POST /history/detail",
            "POST /history/external-task-log",
            "POST /history/external-task-log/count",
            "POST /history/job-log",
            "POST /history/job-log/count",
            "POST /history/process-instance",
            "POST /history/process-instance/count",
            "POST /history/task",
            "POST /history/task/count",
            "POST /history/variable-instance",
            "POST /history/variable-instance/count",
            "POST /job",
            "POST /job-definition",
            "POST /job-definition/count",
            "POST /job/count",
            "POST /process-instance",
            "POST /process-instance/count",
            "POST /task",
            "POST /task/count",
            "POST /task/{id}/claim",
            "POST /task/{id}/comment/create",
            "POST /task/{id}/complete",
            "POST /task/{id}/submit-form",
            "POST /task/{id}/unclaim",
            "POST /variable-instance",
            "POST /variable-instance/count",
            "PUT /job/{id}/retries");

    @Test
    void onlyTheListIsLetThroughOfAllOperationsThatAreNotReads() {
        Set<String> letThrough = EngineApi.operations().stream()
                .filter(operation -> !operation.startsWith("GET ") && !operation.startsWith("OPTIONS "))
                .filter(operation -> refusalOf(operation).isEmpty())
                .collect(Collectors.toSet());

        assertThat(letThrough).containsExactlyInAnyOrderElementsOf(LET_THROUGH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /task/{id}/claim/",
                "POST /TASK/{id}/claim",
                "POST /engine/other/task/{id}/claim",
                "POST /engine/default/process-definition/key/x/start",
                "POST /task/a/b/claim",
                "PATCH /task/{id}/claim",
                "TRACE /task",
                "GETS /task",
                "POST ",
                "POST /"
            })
    void whatOnlyLooksLikeTheListIsRefused(String operation) {
        assertThat(refusalOf(operation)).isNotEmpty();
    }

    @Test
    void theNamedEngineIsTheSameDoor() {
        assertThat(EngineEndpoints.refusalOfRest("POST", "/engine/default/task/1/claim"))
                .isEmpty();
        assertThat(EngineEndpoints.refusalOfWebapps("POST", "/engine/engine/default/task/1/claim"))
                .isEmpty();
        assertThat(EngineEndpoints.refusalOfWebapps("POST", "/engine/engine/default/process-definition/key/x/start"))
                .contains("Start a runbook with POST /api/v1/runbooks/{kind}.");
    }

    @Test
    void peopleAreManagedInTheWebApplicationsOnly() {
        assertThat(EngineEndpoints.refusalOfWebapps("POST", "/engine/engine/default/user/create"))
                .isEmpty();
        assertThat(EngineEndpoints.refusalOfRest("POST", "/user/create")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "incident/",
                "incident/count",
                "process-instance",
                "process-definition/1/called-process-definitions",
                "process-instance/1/called-process-instances"
            })
    void cockpitsOwnQueriesAreLetThrough(String query) {
        assertThat(EngineEndpoints.refusalOfWebapps("POST", "/cockpit/plugin/base/default/" + query))
                .isEmpty();
    }

    @Test
    void nobodyBecomesTheFirstAdministratorByTheSetUpPage() {
        assertThat(EngineEndpoints.refusalOfWebapps("POST", "/admin/setup/default/user/create"))
                .isNotEmpty();
    }

    private static List<String> refusalOf(String operation) {
        String[] parts = operation.split(" ", 2);
        return EngineEndpoints.refusalOfRest(parts[0], parts[1]).stream().toList();
    }
}
