package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Data per second: of a link, a transfer, or of memory being dirtied. {@code 10Gbit} is decimal (10^10 bits per second), as links
 * are sold; {@code 40MB} is binary (40 x 2^20 bytes per second), as memory is counted. A trailing {@code /s} is allowed. In JSON
 * it is the plain number of bytes per second.
 *
 * @param bytesPerSecond never negative
 */
public record DataRate(@JsonValue long bytesPerSecond) implements Comparable<DataRate> {

    public static final DataRate ZERO = new DataRate(0);
    private static final Pattern BITS = Pattern.compile("(\\d+)\\s*([KMGT]?)bit(?:/s)?", Pattern.CASE_INSENSITIVE);

    public DataRate {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate cannot be negative: " + bytesPerSecond);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DataRate ofBytesPerSecond(long bytesPerSecond) {
        return new DataRate(bytesPerSecond);
    }

    public static DataRate ofMebibytesPerSecond(long mebibytes) {
        return new DataRate(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static DataRate ofMegabitsPerSecond(long megabits) {
        return new DataRate(Math.multiplyExact(megabits, 1_000_000L) / 8);
    }

    /**
     * Reads one of the text forms.
     *
     * @throws IllegalArgumentException where the text is no rate
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DataRate of(String text) {
        String stripped = text.strip();
        Matcher bits = BITS.matcher(stripped);
        if (bits.matches()) {
            int thousands = "KMGT".indexOf(bits.group(2).toUpperCase(Locale.ROOT)) + 1;
            long factor = bits.group(2).isEmpty() ? 1 : Math.round(Math.pow(1000, thousands));
            return new DataRate(Math.multiplyExact(Long.parseLong(bits.group(1)), factor) / 8);
        }
        String size = stripped.endsWith("/s") ? stripped.substring(0, stripped.length() - 2) : stripped;
        try {
            return new DataRate(ByteSize.of(size).bytes());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a rate: '" + text + "'; write for example 10Gbit for a link or 40MB for a dirty rate", e);
        }
    }

    /** How long the size takes at this rate; a rate of zero takes {@link Long#MAX_VALUE} milliseconds. */
    public Duration timeFor(ByteSize size) {
        return bytesPerSecond == 0
                ? Duration.ofMillis(Long.MAX_VALUE)
                : Duration.ofNanos((long) (size.bytes() / (double) bytesPerSecond * 1e9));
    }

    @Override
    public int compareTo(DataRate other) {
        return Long.compare(bytesPerSecond, other.bytesPerSecond);
    }

    @Override
    public String toString() {
        return ByteSize.ofBytes(bytesPerSecond) + "/s";
    }
}
