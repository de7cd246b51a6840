package org.migrationrunbooks.crash;

import java.util.List;

/**
 * What is true of the runs in one lane: in our books, in the audit and on the platform.
 *
 * @param runs kind and ending of each, in the order in which they were asked for
 * @param places where the platform shows the instance, and in which state
 * @param power of the host that was left
 * @param standing what our books say of that host
 * @param effects what took effect on the platform, in order
 * @param broken how often the platform refused to let the instance live twice
 * @param held claims, reservations and boot slots
 * @param open attempts of operations without an end
 * @param unaudited attempts without an outcome in the audit, or the other way round
 * @param decisions of people at gates
 * @param story states and attentions of the runs, for whoever looks for the cause of a failure
 */
record LaneReport(
        List<String> runs,
        List<String> places,
        String power,
        List<String> standing,
        List<String> effects,
        long broken,
        long held,
        List<String> open,
        long unaudited,
        long decisions,
        List<String> story) {}
