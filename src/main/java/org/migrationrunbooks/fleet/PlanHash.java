package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an approval is bound to: SHA-256 over the decisions of a plan (kind, moves, dispositions, strategies, policies), in a fixed
 * order, without measurements.
 *
 * @param value 64 lower-case hexadecimal digits
 */
public record PlanHash(@JsonValue String value) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    @JsonCreator
    public PlanHash {
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a plan hash: '" + value + "'");
        }
    }

    /**
     * The hash over a list of decisions.
     *
     * @param decisions each one line; the order counts. A length goes before each, so that no two lists share an encoding.
     */
    public static PlanHash over(List<String> decisions) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (String decision : decisions) {
            byte[] bytes = decision.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return new PlanHash(HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public String toString() {
        return value;
    }
}
