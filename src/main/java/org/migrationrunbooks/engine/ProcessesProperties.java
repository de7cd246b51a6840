package org.migrationrunbooks.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the process models come from.
 *
 * @param dir the folder to read them from, as {@code RUNBOOKS_PROCESSES_DIR}; without it those within the application
 */
@ConfigurationProperties("runbooks.processes")
record ProcessesProperties(@Nullable Path dir) {

    ProcessesProperties {
        // An empty environment variable means the same as none.
        if (dir != null && dir.toString().isBlank()) {
            dir = null;
        }
    }
}
