package org.migrationrunbooks.runbook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a host may take to come back.
 *
 * @param bootTimeout from its power to its hypervisor's first answer, before a person is asked
 * @param lookInterval how often it is looked for
 */
@ConfigurationProperties("runbooks.return-to-service")
public record ReturnProperties(@DefaultValue("15m") Duration bootTimeout, @DefaultValue("5s") Duration lookInterval) {}
