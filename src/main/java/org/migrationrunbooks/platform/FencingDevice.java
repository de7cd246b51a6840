package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.HostId;

/**
 * The port to a device that takes power from a host, or otherwise makes sure that it can neither run nor write: a baseboard
 * management controller, a switched power outlet, a hypervisor's API. It knows <em>off</em> and <em>on</em>, never reboot: a host
 * that comes back by itself may start what has been rebuilt elsewhere.
 *
 * <p>Every call is bounded in time. What a device answers to {@link #off} is its claim; what {@link #power} reads afterwards is
 * the evidence.
 */
public interface FencingDevice {

    /** The configured name, which stands in evidence and audit. */
    String name();

    /** How it works, for people who judge the evidence: {@code fence_ipmilan}, {@code simulated}, … */
    String method();

    /** Whether it is configured to fence this host. */
    boolean serves(HostId host);

    /**
     * Reads the power state.
     *
     * @throws PlatformUnreachableException where the device did not answer, in time or not in a way that is understood
     * @throws IllegalArgumentException where the device does not serve the host
     */
    PowerReading power(HostId host);

    /**
     * Tells the device to take the power away, and waits for its answer. Idempotent.
     *
     * @return the device's answer, in its words
     * @throws AnswerLostException where the device may have done it and did not answer
     * @throws PlatformUnreachableException where the device certainly did not do it: it was not reached, or it refused
     * @throws IllegalArgumentException where the device does not serve the host
     */
    String off(HostId host, EffectGuard guard);

    /**
     * Tells the device to give power, and waits for its answer. Idempotent.
     *
     * @return the device's answer, in its words
     * @throws AnswerLostException where the device may have done it and did not answer
     * @throws PlatformUnreachableException where the device certainly did not do it
     * @throws IllegalArgumentException where the device does not serve the host
     */
    String on(HostId host, EffectGuard guard);
}
