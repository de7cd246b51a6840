package org.migrationrunbooks.api;

import org.migrationrunbooks.fleet.Move;

/**
 * One instance, from, to, and how.
 *
 * @param strategy {@code live}, {@code live+auto-converge}, {@code live+post-copy}, … or {@code cold}
 */
record MoveView(String platform, String instance, String from, String to, String strategy) {

    static MoveView of(Move move) {
        return new MoveView(
                move.instance().platform(),
                move.instance().name(),
                move.from().name(),
                move.to().name(),
                move.strategy().code());
    }
}
