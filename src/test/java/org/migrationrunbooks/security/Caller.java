package org.migrationrunbooks.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program, or a browser, that calls the server; redirects are not followed, paths are sent as they are. */
final class Caller {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final String root;
    private final HttpClient client;
    private final Map<String, String> headers;

    private Caller(String root, HttpClient client, Map<String, String> headers) {
        this.root = root;
        this.client = client;
        this.headers = Map.copyOf(headers);
    }

    static Caller anonymous(int port) {
        return new Caller("http://127.0.0.1:" + port, HttpClient.newHttpClient(), Map.of());
    }

    /** Keeps cookies, as a browser does. */
    static Caller browser(int port) {
        return new Caller(
                "http://127.0.0.1:" + port,
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build(),
                Map.of("Accept", "text/html"));
    }

    /** Fills in the form as a person whose password is the name. */
    HttpResponse<String> logIn(String person) {
        return logIn(person, person);
    }

    HttpResponse<String> logIn(String person, String password) {
        return submit("/login", "username=%s&password=%s".formatted(person, password));
    }

    Caller as(String name, String password) {
        byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    /** As a sample user. */
    Caller as(String name) {
        return as(name, name);
    }

    Caller with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Caller(root, client, more);
    }

    /** Sends a form of ours with the token of the page that shows it. */
    HttpResponse<String> submit(String page, String form) {
        Matcher token = CSRF.matcher(get(page).body());
        if (!token.find()) {
            throw new IllegalStateException("no form at " + page);
        }
        return with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", page, form + "&_csrf=" + token.group(1));
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> post(String path, String json) {
        return with("Content-Type", "application/json").send("POST", path, json);
    }

    HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
