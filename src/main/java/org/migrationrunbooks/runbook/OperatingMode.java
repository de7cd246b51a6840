package org.migrationrunbooks.runbook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this node may do.
 *
 * @param mode {@code operate} or {@code observe}
 */
@ConfigurationProperties("runbooks")
public record OperatingMode(@DefaultValue("operate") Mode mode) {

    /** Whether the node only looks: it begins nothing, and lets nobody start or decide anything. */
    public boolean observes() {
        return mode == Mode.OBSERVE;
    }

    /** Everything, or reading only. */
    public enum Mode {
        OPERATE,
        OBSERVE;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
