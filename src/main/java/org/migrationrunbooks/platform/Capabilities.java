package org.migrationrunbooks.platform;

/**
 * What a platform can do at all; whether one instance can is told by {@link Hypervisor#preflight}.
 *
 * @param autoConverge whether guests can be slowed down until pre-copy catches up
 * @param postCopy whether an instance can be switched over before its memory has arrived
 * @param measuresDirtyRate whether {@code Instance.load()} is measured rather than declared
 * @param measuresDowntime whether a completed outcome carries a downtime
 * @param cancel whether a running transfer can be cancelled
 * @param copyDisks whether volumes that are not shared can be moved along while the instance runs
 * @param copyDisksAndPostCopy whether that goes together with post-copy
 */
public record Capabilities(
        boolean autoConverge,
        boolean postCopy,
        boolean measuresDirtyRate,
        boolean measuresDowntime,
        boolean cancel,
        boolean copyDisks,
        boolean copyDisksAndPostCopy) {}
