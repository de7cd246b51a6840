package org.migrationrunbooks.platform;

/**
 * Why a migration cannot be done, the same for every platform; stable, since people and tools search for it. A code that only
 * some platforms can meet stands here too, so that an operator learns one list.
 */
public enum BlockerCode {
    /** The platform has no instance of that name. */
    INSTANCE_UNKNOWN,
    /** Only a running instance can be moved live. */
    INSTANCE_NOT_RUNNING,
    /** A migration of it is under way, ours or somebody else's. */
    INSTANCE_IN_MIGRATION,
    /** It runs, but not on the host from which it is to be moved. */
    INSTANCE_NOT_AT_SOURCE,
    /** The source does not answer, so nothing can be asked of it. */
    SOURCE_UNREACHABLE,
    /** Source and destination are the same host. */
    SAME_HOST,
    /** The platform has no destination of that name. */
    HOST_UNKNOWN,
    /** The destination does not take instances: it is down, disabled, in maintenance or quarantined. */
    HOST_NOT_UP,
    HOST_FULL_MEMORY,
    HOST_FULL_CPU,
    /** The destination has another instance of the same name. */
    NAME_TAKEN,
    /** The destination cannot show the guest the processor that it runs on. */
    CPU_INCOMPATIBLE,
    /** The only copy of a volume is on the source. */
    VOLUME_NOT_SHARED,
    /** The destination does not reach a volume that should be shared. */
    VOLUME_UNREACHABLE,
    /** The network that carries migrations is down at one end. */
    LINK_DOWN,
    /** The platform, or this instance, cannot use a flag of the strategy. */
    STRATEGY_UNSUPPORTED,
    PASSTHROUGH_DEVICE,
    /** Memory in huge pages that the destination does not have free. */
    HUGE_PAGES,
    /** Processors or memory pinned to places that the destination may not have. */
    PINNED,
    /** A CD or floppy image, or another file, that only the source has. */
    LOCAL_MEDIA,
    /** A disk cache mode with which the destination could read stale data. */
    UNSAFE_CACHE_MODE,
    /** A definition that is lost as soon as the instance stops. */
    TRANSIENT_DEFINITION,
    /** Snapshots that the platform cannot take along. */
    SNAPSHOTS,
    /** The memory of an instance that was put to sleep, in a file that only the source has. */
    MANAGED_SAVE,
    /** A volume that only the source has and that cannot be copied as it is. */
    VOLUME_NOT_COPYABLE,
    /** The destination has no storage pool where a volume that only the source has would be copied to. */
    POOL_MISSING,
    /** The destination's storage pool has no room for the volumes that would be copied to it. */
    POOL_FULL,
    /** The destination does not have the file with the firmware from which the instance starts. */
    FIRMWARE_MISSING,
    /** Firmware variables kept in a file that only the source has. */
    NVRAM_STATE,
    /** State of an emulated TPM kept in files that only the source has. */
    TPM_STATE
}
