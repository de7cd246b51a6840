package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Map;

/**
 * The jobs of a running {@link Domain}: migrations, and what is measured for them. Every method throws {@link LibvirtException} where
 * libvirt reports an error.
 */
final class DomainJobs {

    static final int MIGRATE_LIVE = 1;
    static final int MIGRATE_PEER_TO_PEER = 1 << 1;
    static final int MIGRATE_PERSIST_DESTINATION = 1 << 3;
    static final int MIGRATE_UNDEFINE_SOURCE = 1 << 4;
    static final int MIGRATE_NON_SHARED_DISK = 1 << 6;
    static final int MIGRATE_AUTO_CONVERGE = 1 << 13;
    static final int MIGRATE_POST_COPY = 1 << 15;
    static final int MIGRATE_TLS = 1 << 16;

    private static final int JOB_COMPLETED = 1;
    private static final int JOB_KEEP_COMPLETED = 2;
    private static final int STATISTICS_DIRTY_RATE = 1 << 9;

    private final Libvirt library;
    private final Pointer pointer;

    DomainJobs(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
    }

    /** The job that runs now. */
    JobStats running() {
        return jobStats(0);
    }

    /** The last job that completed; libvirt keeps none of a job that failed or was aborted. */
    JobStats completed() {
        return jobStats(JOB_COMPLETED | JOB_KEEP_COMPLETED);
    }

    private JobStats jobStats(int flags) {
        IntByReference type = new IntByReference();
        IntByReference count = new IntByReference();
        PointerByReference parameters = new PointerByReference();
        check("virDomainGetJobStats", library.virDomainGetJobStats(pointer, type, parameters, count, flags));
        Pointer values = parameters.getValue();
        if (values == null) {
            return new JobStats(type.getValue(), Map.of());
        }
        try {
            return new JobStats(type.getValue(), TypedParameters.read(values, count.getValue()));
        } finally {
            library.virTypedParamsFree(values, count.getValue());
        }
    }

    /** Migrates and returns when the migration has ended well; takes as long as that. */
    void migrate(String destination, Map<String, ?> parameters, int flags) {
        TypedParameters.Written written = TypedParameters.write(parameters);
        try {
            check(
                    "virDomainMigrateToURI3",
                    library.virDomainMigrateToURI3(pointer, destination, written.block(), written.count(), flags));
        } finally {
            // The call reads memory that only this object keeps from being freed.
            Reference.reachabilityFence(written);
        }
    }

    void abort() {
        check("virDomainAbortJob", library.virDomainAbortJob(pointer));
    }

    Duration maxDowntime() {
        LongByReference milliseconds = new LongByReference();
        check("virDomainMigrateGetMaxDowntime", library.virDomainMigrateGetMaxDowntime(pointer, milliseconds, 0));
        return Duration.ofMillis(milliseconds.getValue());
    }

    void maxDowntime(Duration limit) {
        check(
                "virDomainMigrateSetMaxDowntime",
                library.virDomainMigrateSetMaxDowntime(pointer, Math.max(1, limit.toMillis()), 0));
    }

    void switchToPostCopy() {
        check("virDomainMigrateStartPostCopy", library.virDomainMigrateStartPostCopy(pointer, 0));
    }

    void measureDirtyRate(Duration period) {
        check("virDomainStartDirtyRateCalc", library.virDomainStartDirtyRateCalc(pointer, (int) period.toSeconds(), 0));
    }

    /** What the last measurement of the dirty rate found or is about to find. */
    Map<String, Object> dirtyRate() {
        Memory domains = new Memory(2L * Native.POINTER_SIZE);
        domains.clear();
        domains.setPointer(0, pointer);
        PointerByReference records = new PointerByReference();
        int count = check(
                "virDomainListGetStats", library.virDomainListGetStats(domains, STATISTICS_DIRTY_RATE, records, 0));
        try {
            return count == 0 ? Map.of() : StatsRecord.first(records.getValue()).values();
        } finally {
            library.virDomainStatsRecordListFree(records.getValue());
        }
    }

    private int check(String call, int result) {
        if (result < 0) {
            throw LibvirtException.last(library, call);
        }
        return result;
    }
}
