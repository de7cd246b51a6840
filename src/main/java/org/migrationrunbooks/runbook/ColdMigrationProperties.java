package org.migrationrunbooks.runbook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How cold migrations are carried out.
 *
 * @param shutdownTimeout how long a guest may take to shut down before a person is asked, or its power is taken where that is
 *     allowed
 * @param bootTimeout how long an instance may take to run after it was started
 * @param stallTimeout a copy that moves no byte for this long is stopped
 * @param checksumTimeout how long the comparison of source and copy may take after the last byte has moved
 */
@ConfigurationProperties("runbooks.cold-migration")
public record ColdMigrationProperties(
        @DefaultValue("2m") Duration shutdownTimeout,
        @DefaultValue("3m") Duration bootTimeout,
        @DefaultValue("1m") Duration stallTimeout,
        @DefaultValue("2h") Duration checksumTimeout) {}
