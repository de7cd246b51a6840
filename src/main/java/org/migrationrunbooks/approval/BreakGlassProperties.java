package org.migrationrunbooks.approval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a lone person may do at night.
 *
 * @param enabled whether anybody may approve their own request at all
 * @param validFor how long such an approval counts; a plan of which nothing has begun by then does not begin any more
 * @param reviewWithin how long after it an auditor may take to look at the run; from then on the person cannot do it again
 */
@ConfigurationProperties("runbooks.break-glass")
public record BreakGlassProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2h") Duration validFor,
        @DefaultValue("3d") Duration reviewWithin) {

    public BreakGlassProperties {
        if (validFor.isNegative() || validFor.isZero() || reviewWithin.isNegative() || reviewWithin.isZero()) {
            throw new IllegalArgumentException(
                    "runbooks.break-glass: valid-for and review-within have to be longer than nothing, not %s and %s"
                            .formatted(validFor, reviewWithin));
        }
    }
}
