package org.migrationrunbooks.crash;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Two hosts and an instance for one run alone, so that a run that is held does not hold others. Their names tell the lane. */
record Lane(int number) {

    private static final Pattern NAMED = Pattern.compile("\\blane(\\d+)-");

    String source() {
        return prefix() + "a";
    }

    String destination() {
        return prefix() + "b";
    }

    String instance() {
        return prefix() + "vm";
    }

    private String prefix() {
        return "lane%d-".formatted(number);
    }

    /** The lanes that a text speaks of. */
    static Set<Lane> in(String text) {
        return NAMED.matcher(text).results().map(Lane::of).collect(Collectors.toUnmodifiableSet());
    }

    private static Lane of(MatchResult result) {
        return new Lane(Integer.parseInt(result.group(1)));
    }

    static Lane of(String number) {
        return new Lane(Integer.parseInt(number));
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
