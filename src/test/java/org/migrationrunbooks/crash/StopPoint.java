package org.migrationrunbooks.crash;

/**
 * A place in the life of a run at which a process can be held: around a commit, or around or in a call of a port.
 *
 * @param name as it travels between processes, without blanks
 */
record StopPoint(String name) {

    StopPoint {
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("a name without blanks, not '%s'".formatted(name));
        }
    }

    /** All of the transaction is done but its commit. */
    static StopPoint beforeCommit(String what) {
        return new StopPoint("commit:" + what + ":before");
    }

    static StopPoint afterCommit(String what) {
        return new StopPoint("commit:" + what + ":after");
    }

    /** The call is about to be made. */
    static StopPoint before(String call) {
        return new StopPoint("call:" + call + ":before");
    }

    /** The adapter was told that it may act, and is about to. */
    static StopPoint during(String call, int effect) {
        return new StopPoint("call:" + call + ":during-" + effect);
    }

    /** The platform has answered, and nobody has read it. */
    static StopPoint after(String call, String answer) {
        return new StopPoint("call:" + call + ":after=" + answer);
    }

    /** Whether it is around or in this call, of whichever task. */
    boolean isOf(String call) {
        return name.startsWith("call:" + call + ":") || name.startsWith("call:" + call + "-");
    }

    @Override
    public String toString() {
        return name;
    }
}
