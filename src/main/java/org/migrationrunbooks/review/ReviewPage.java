package org.migrationrunbooks.review;

import java.util.List;
import org.migrationrunbooks.runbook.Run;

/** Some of the runs that have ended, newest first, and how many there are in all. */
public record ReviewPage(List<Reviewed> items, long total) {

    public ReviewPage {
        items = List.copyOf(items);
    }

    /** A run and what auditors have said of it, oldest first. */
    public record Reviewed(Run run, List<SignOff> signOffs) {

        public Reviewed {
            signOffs = List.copyOf(signOffs);
        }
    }
}
