package org.migrationrunbooks.runbook;

import java.util.List;

/** Some of the runs that a filter finds, newest first, and how many there are in all. */
public record RunPage(List<Run> items, long total) {

    public RunPage {
        items = List.copyOf(items);
    }
}
