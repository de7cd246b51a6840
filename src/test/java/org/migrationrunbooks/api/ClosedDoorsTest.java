package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.testing.EngineApi;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Every path that the application has, found out from itself and not from a list, asked by a stranger: with the token that keeps other
 * sites away, so that nothing but the missing log-in is the reason of a refusal.
 */
@ApiTest
@DisplayName("Without logging in")
class ClosedDoorsTest {

    /** What answers strangers. Each has its reason, and there is nothing else. */
    private static final Map<String, String> OPEN = Map.of(
            "GET /actuator/health", "probes have no password; it says no more than up or down",
            "GET /actuator/health/**", "as above",
            "GET /login", "the form of the log-in",
            "POST /login", "the log-in itself, which judges name and password",
            "GET /default-ui.css", "the style of that form",
            "GET /error", "what a refusal looks like",
            "GET /favicon.ico", "browsers ask for it beside the form");

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    /** For programs' addresses: beside a browser's session, not even an empty one, a change needs the token of a page. */
    private final HttpClient program = HttpClient.newHttpClient();

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ServletContext servlets;

    private String token = "";

    @BeforeEach
    void takeTheTokenOfTheLogInPage() {
        Matcher form = CSRF.matcher(ask("GET /login").body());
        assertThat(form.find()).isTrue();
        token = form.group(1);
    }

    @Test
    void nothingAnswersOfWhatSpringHasMapped() {
        Set<String> calls = new TreeSet<>();
        Collection<HandlerMapping> mappings =
                context.getBeansOfType(HandlerMapping.class).values();
        for (HandlerMapping mapping : mappings) {
            if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
                methods.getHandlerMethods().keySet().forEach(info -> calls.addAll(calls(info)));
            } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
                urls.getHandlerMap().keySet().forEach(path -> calls.add("GET " + path));
            }
        }

        assertThat(calls)
                .contains("GET /api/v1/hosts", "GET /password", "POST /password", "GET /actuator/metrics", "GET /**")
                .contains("GET /v3/api-docs", "GET /actuator/health", "GET /error");
        assertThat(answered(calls)).isSubsetOf(OPEN.keySet()).contains("GET /actuator/health");
    }

    @Test
    void nothingAnswersOfWhatIsRegisteredWithTheServletContainer() {
        Set<String> calls = new TreeSet<>();
        Stream.concat(
                        servlets.getServletRegistrations().values().stream()
                                .flatMap(servlet -> servlet.getMappings().stream()),
                        servlets.getFilterRegistrations().values().stream()
                                .flatMap(filter -> filter.getUrlPatternMappings().stream()))
                .forEach(pattern ->
                        Stream.of("GET", "POST", "PUT", "DELETE").forEach(method -> calls.add(method + " " + pattern)));

        assertThat(calls)
                .contains("GET /engine-rest/*", "POST /camunda/api/cockpit/*", "GET /camunda/api/admin/*", "GET /*");
        assertThat(answered(calls)).isEmpty();
    }

    @Test
    void nothingAnswersOfTheEnginesOwnDescriptionAtEitherOfItsDoors() {
        Set<String> operations = EngineApi.operations();

        assertThat(operations).hasSizeGreaterThan(390);
        for (String door :
                List.of("/engine-rest", "/engine-rest/engine/default", "/camunda/api/engine/engine/default")) {
            assertThat(answered(operations.stream()
                            .map(operation -> operation.replaceFirst(" ", " " + door))
                            .toList()))
                    .isEmpty();
        }
    }

    /** So that the list above has nothing in it that is no longer there. */
    @Test
    void whatIsOpenAnswers() {
        assertThat(OPEN.keySet().stream()
                        .filter(call -> !call.equals("GET /favicon.ico"))
                        .filter(call -> !call.endsWith("**"))
                        .filter(call -> isRefused(ask(call)) && !call.startsWith("POST /login")))
                .isEmpty();
        HttpResponse<String> login = ask("POST /login");
        assertThat(login.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/login?error"));
    }

    private static Set<String> calls(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        Set<String> calls = new TreeSet<>();
        for (String path : mapping.getPatternValues()) {
            if (methods.isEmpty()) {
                calls.add("GET " + path);
            }
            methods.forEach(method -> calls.add(method + " " + path));
        }
        return calls;
    }

    /** Those calls that are answered by anything else than the question who it is. */
    private Set<String> answered(Collection<String> calls) {
        Map<String, Integer> answered = new TreeMap<>();
        for (String call : calls) {
            HttpResponse<String> answer = ask(call);
            if (!isRefused(answer)) {
                answered.put(call, answer.statusCode());
            }
        }
        return answered.keySet();
    }

    private static boolean isRefused(HttpResponse<String> answer) {
        boolean sentToTheForm = answer.statusCode() == 302
                && answer.headers().firstValue("Location").orElse("").endsWith("/login");
        return answer.statusCode() == 401 || sentToTheForm;
    }

    private HttpResponse<String> ask(String call) {
        String[] parts = call.split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]*}", "x").replace("**", "x").replace("*", "x");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(parts[0], BodyPublishers.noBody())
                .header("Accept", "text/html")
                .header("X-CSRF-TOKEN", token.isEmpty() ? "none" : token)
                .build();
        try {
            return (path.startsWith("/api") ? program : browser).send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(call, e);
        }
    }
}
