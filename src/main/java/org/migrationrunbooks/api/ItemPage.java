package org.migrationrunbooks.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param total how many there are altogether
 * @param unreachable platforms that did not answer, so that what they have is missing here; left out where all answered
 */
record ItemPage<T>(List<T> items, long total, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unreachable) {

    ItemPage {
        items = List.copyOf(items);
        unreachable = List.copyOf(unreachable);
    }

    static <S, T> ItemPage<T> of(List<S> items, long total, Function<S, T> view) {
        return new ItemPage<>(items.stream().map(view).toList(), total, List.of());
    }

    /** Cuts the page out of all the items. */
    static <T> ItemPage<T> cut(List<T> all, List<String> unreachable, int page, int size) {
        List<T> items = all.stream().skip((long) page * size).limit(size).toList();
        return new ItemPage<>(items, all.size(), unreachable);
    }
}
