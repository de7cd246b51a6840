package org.migrationrunbooks.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.time.Duration;
import java.util.Map;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.PlanHash;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes what the controllers do not say of themselves: problems, login, and how values look in JSON. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig()
                .replaceWithSchema(Duration.class, text("PT4.2S").format("duration"))
                .replaceWithSchema(DataRate.class, text("500Mbit"))
                .replaceWithSchema(PlanHash.class, text("64 hexadecimal digits").pattern("[0-9a-f]{64}"));
    }

    @Bean
    OpenAPI description(@Value("${spring.application.version:}") String version) {
        return new OpenAPI()
                .info(new Info()
                        .title("migration-runbooks")
                        .version(version)
                        .description(
                                "Runbooks that move virtual-machine instances between hosts and prove that nothing got"
                                        + " lost. Lists take `page` (from 0) and `size`. Every refusal is a problem detail (RFC 9457)"
                                        + " that says what is wrong, what state things are in, and what to do next.")
                        .license(new License().name("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                "basic",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")))
                .addSecurityItem(new SecurityRequirement().addList("basic"));
    }

    /** Every operation may be refused, in one form. */
    @Bean
    OpenApiCustomizer problemResponses() {
        Content content = new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")));
        return api -> {
            api.getComponents().addSchemas("Problem", problem());
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation
                            .getResponses()
                            .addApiResponse(
                                    "default",
                                    new ApiResponse()
                                            .description("Refused; the problem says why")
                                            .content(content)));
        };
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", text("urn:migration-runbooks:problem:target-claimed"))
                .addProperty("title", text("Target claimed"))
                .addProperty("status", new IntegerSchema().example(409))
                .addProperty("detail", text("Another run acts on 'web-1'."))
                .addProperty("instance", text("/api/v1/runbooks/live-migration"))
                .addProperty("code", text("TARGET_CLAIMED").description("Stable; the last part of the type"))
                .addProperty(
                        "state",
                        text("That run goes on; nothing was changed by this request.")
                                .description("What state things are in now"))
                .addProperty("next", text("Wait for it, or cancel it.").description("What to do"))
                .addProperty(
                        "reasons",
                        new ArraySchema().items(new StringSchema()).description("A line each, where there are several"))
                .addProperty(
                        "links",
                        new ObjectSchema()
                                .addProperty(
                                        "runbook", new StringSchema().description("The run that stands in the way"))
                                .example(Map.of("runbook", RunbookLinks.RUNBOOKS + "/…")));
    }

    private static Schema<?> text(String example) {
        return new StringSchema().example(example);
    }
}
