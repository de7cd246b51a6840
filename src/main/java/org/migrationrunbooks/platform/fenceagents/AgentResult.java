package org.migrationrunbooks.platform.fenceagents;

import java.util.List;

/** How one run of an agent ended. Words are the end of what it said, without secrets. */
sealed interface AgentResult {

    /** It ended by itself. */
    record Exited(int code, String words) implements AgentResult {}

    /** It did not end in time, or we were told to stop waiting; it was killed with all that it had started, but for those left. */
    record GivenUp(String reason, String words, List<Long> left) implements AgentResult {}

    /** It never ran. */
    record NotStarted(String reason) implements AgentResult {}
}
