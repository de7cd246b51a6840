package org.migrationrunbooks.api;

/** How lists are cut into pages. */
final class Paging {

    static final String DEFAULT_SIZE = "50";
    static final int MAX_SIZE = 500;
    static final String PAGE = "is 0 or more";
    static final String SIZE = "is 1 to 500";

    private Paging() {}
}
