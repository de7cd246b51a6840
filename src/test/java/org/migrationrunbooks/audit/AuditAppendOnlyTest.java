package org.migrationrunbooks.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nothing that we ship")
class AuditAppendOnlyTest {

    private static final Pattern TOUCHES_THE_PAST = Pattern.compile(
            "\\b(update|delete\\s+from|truncate(\\s+table)?|merge\\s+into|alter\\s+table|drop\\s+table)\\s+mr_audit_(entry|seal)\\b",
            Pattern.CASE_INSENSITIVE);

    @Test
    void changesOrDeletesEntriesOrSeals() throws IOException {
        assertThat(offenders(Path.of("src/main"))).isEmpty();
        Path scripts = Path.of("processes");
        assertThat(Files.isDirectory(scripts) ? offenders(scripts) : List.of()).isEmpty();
    }

    @Test
    @DisplayName("would do so unnoticed by this test")
    void wouldDoSoUnnoticed() throws IOException {
        assertThat(offenders(Path.of("src/test/java/org/migrationrunbooks/audit")))
                .contains(Path.of("src/test/java/org/migrationrunbooks/audit/AuditTamperingContract.java"));
    }

    private static List<Path> offenders(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> TOUCHES_THE_PAST.matcher(text(file)).find())
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
