package org.migrationrunbooks.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage. Text forms are {@code 512}, {@code 20GB} or {@code 20GiB}; both mean powers of 1024, as
 * operators and Spring's {@code DataSize} use them for memory. In JSON it is the plain number of bytes.
 *
 * @param bytes never negative
 */
public record ByteSize(@JsonValue long bytes) implements Comparable<ByteSize> {

    public static final ByteSize ZERO = new ByteSize(0);
    private static final Pattern TEXT = Pattern.compile("(\\d+)\\s*(?:([KMGTP])(?:i?B)?|B)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGTP";

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ByteSize ofBytes(long bytes) {
        return new ByteSize(bytes);
    }

    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /**
     * Reads one of the text forms.
     *
     * @throws IllegalArgumentException where the text is no size
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ByteSize of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size: '" + text + "'; write for example 512MB or 20GB");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        int power = unit == null ? 0 : UNITS.indexOf(unit.toUpperCase(Locale.ROOT)) + 1;
        return new ByteSize(Math.multiplyExact(number, 1L << (10 * power)));
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    /** The difference, or zero where the other is larger. */
    public ByteSize minus(ByteSize other) {
        return new ByteSize(Math.max(0, bytes - other.bytes));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The largest unit that keeps at least one whole, with one decimal: {@code 1.5 GB}. */
    @Override
    public String toString() {
        int power = bytes == 0 ? 0 : Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, UNITS.length());
        if (power == 0) {
            return bytes + " B";
        }
        double value = bytes / (double) (1L << (10 * power));
        String unit = UNITS.charAt(power - 1) + "B";
        return value == Math.rint(value)
                ? "%d %s".formatted((long) value, unit)
                : "%s %s".formatted(String.format(Locale.ROOT, "%.1f", value), unit);
    }
}
