package org.migrationrunbooks.platform;

/**
 * The port to what is done with instances that do not run: stop, relocate, boot, rebuild, and what removes the traces of these. Every
 * call is bounded in time; what takes longer goes on by itself and is told by {@link #look}.
 */
public interface InstanceTasks {

    /**
     * Reads from the hosts how a task stands, whoever asked for it and however often.
     *
     * @throws PlatformUnreachableException where a host whose answer is needed does not answer; says nothing about the task
     * @throws UnknownInstanceException where the platform has no such instance
     */
    TaskStanding look(InstanceTask task);

    /**
     * Has the platform bring the task about, and returns as soon as that is under way. Asked again while it is under way or when
     * it is done, it changes nothing.
     *
     * @param guard asked before each effect
     * @throws AnswerLostException where it may have been asked
     * @throws PlatformUnreachableException where it certainly was not
     */
    TaskAnswer begin(InstanceTask task, EffectGuard guard);

    /**
     * Stops a {@link InstanceTask.Relocate} that is under way, and leaves its copies for a later attempt or for {@link
     * InstanceTask.DiscardCopy}; the other tasks are over too soon to be stopped. Idempotent.
     *
     * @throws AnswerLostException where it may have been asked
     */
    CancelResult cancel(InstanceTask task, EffectGuard guard);
}
