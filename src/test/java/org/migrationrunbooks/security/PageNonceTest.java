package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@SecurityTest
class PageNonceTest {

    private static final int PAGES = 150;
    private static final int OTHERS = 4;
    private static final Pattern OF_POLICY = Pattern.compile("'nonce-([^']+)'");
    private static final Pattern OF_PAGE = Pattern.compile("nonce=\"([^\"]+)\"");

    @LocalServerPort
    private int port;

    @Test
    void thePolicyOfAPageAllowsItsScriptsWhateverElseIsAnswered() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService others = Executors.newFixedThreadPool(OTHERS);
        try {
            List<? extends Future<?>> asking = IntStream.range(0, OTHERS)
                    .mapToObj(number -> others.submit(() -> {
                        Caller other = Caller.browser(port);
                        other.logIn("operator");
                        while (!over.get()) {
                            other.get("/camunda/api/admin/auth/user/default");
                        }
                    }))
                    .toList();
            Caller person = Caller.browser(port);
            person.logIn("operator");

            for (int number = 0; number < PAGES; number++) {
                HttpResponse<String> page = person.get("/camunda/app/cockpit/default/");
                String policy =
                        page.headers().firstValue("Content-Security-Policy").orElseThrow();
                assertThat(found(OF_PAGE, page.body())).isEqualTo(found(OF_POLICY, policy));
            }
            over.set(true);
            for (Future<?> one : asking) {
                one.get();
            }
        } finally {
            over.set(true);
            others.shutdown();
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
