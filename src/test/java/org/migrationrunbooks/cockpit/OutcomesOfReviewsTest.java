package org.migrationrunbooks.cockpit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.runbook.Ending;

@DisplayName("The outcomes by which auditors find runs")
class OutcomesOfReviewsTest {

    private static final Pattern LIST = Pattern.compile("const ENDINGS = \\[([^\\]]*)]");
    private static final Pattern CODE = Pattern.compile("'([^']+)'");

    /** Of the rebuild of one instance, which is always a part of an evacuation. */
    private static final Set<Ending> OF_PARTS =
            EnumSet.of(Ending.REBUILT, Ending.REBUILT_UNVERIFIED, Ending.NOT_REBUILT, Ending.REBUILD_CANCELLED);

    @Test
    void areAllThatARunCanHaveThatIsNotAPart() throws IOException {
        List<String> expected = Arrays.stream(Ending.values())
                .filter(ending -> !OF_PARTS.contains(ending))
                .map(Ending::code)
                .toList();

        assertThat(offered()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> offered() throws IOException {
        try (InputStream page = PageFiles.open("app/reviews-page.js")) {
            Matcher list = LIST.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(list.find()).as("a list of outcomes on the page").isTrue();
            return CODE.matcher(list.group(1))
                    .results()
                    .map(code -> code.group(1))
                    .toList();
        }
    }
}
