package org.migrationrunbooks.runbook.definitions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fresh is what is kept of hosts.
 *
 * @param interval how often hosts are read where nobody else asks: what came to a host that dies is unknown if it came later than that
 */
@ConfigurationProperties("runbooks.definitions")
record DefinitionProperties(@DefaultValue("30s") Duration interval) {

    DefinitionProperties {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("runbooks.definitions.interval must be longer than nothing");
        }
    }
}
