package org.migrationrunbooks.platform;

/** Asked by an adapter immediately before each call that changes something on the platform. */
@FunctionalInterface
public interface EffectGuard {

    /**
     * Returns where the caller may still act.
     *
     * @throws LeaseLostException where it may not; the adapter passes it on and changes nothing more
     */
    void beforeEffect();
}
