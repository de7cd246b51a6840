package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ApiTest
@DisplayName("The description of the API")
class OpenApiTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Scripts scripts;

    @Test
    void hasEveryPathAndSaysHowARefusalLooks(
            @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        Set<String> served = mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> path.startsWith("/api/v1"))
                .collect(Collectors.toCollection(TreeSet::new));

        String description = Scripts.json(mvc.get()
                .uri("/v3/api-docs")
                .session(scripts.session("operator"))
                .exchange());

        assertThat(JsonPath.<Map<String, Object>>read(description, "$.paths")).containsOnlyKeys(served);
        assertThat(served)
                .contains(
                        "/api/v1/runbooks/{kind}",
                        "/api/v1/runbooks/{id}/approvals",
                        "/api/v1/plans/{kind}",
                        "/api/v1/brake",
                        "/api/v1/monitor",
                        "/api/v1/audit/verification",
                        "/api/v1/platforms/{platform}/faults");
        assertThat(JsonPath.<Map<String, Object>>read(description, "$.components.schemas.Problem.properties"))
                .containsKeys("type", "code", "state", "next", "reasons", "links");
        assertThat(JsonPath.<String>read(
                        description,
                        "$.paths['/api/v1/runbooks/{kind}'].post.responses.default.content"
                                + "['application/problem+json'].schema['$ref']"))
                .isEqualTo("#/components/schemas/Problem");
        assertThat(JsonPath.<String>read(description, "$.components.securitySchemes.basic.scheme"))
                .isEqualTo("basic");
        assertThat(JsonPath.<String>read(description, "$.components.schemas.RangeView.properties.expected.format"))
                .isEqualTo("duration");
    }

    @Test
    void isShownAsAPage() {
        assertThat(mvc.get().uri("/swagger-ui/index.html").session(scripts.session("operator")))
                .hasStatusOk();
    }
}
