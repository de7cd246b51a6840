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
 * A domain of one open connection; valid only within the call that {@link Connection#domain} makes. Every method throws {@link
 * LibvirtException} where libvirt reports an error.
 */
final class Domain {

    static final int MIGRATE_LIVE = 1;
    static final int MIGRATE_PEER_TO_PEER = 1 << 1;
    static final int MIGRATE_PERSIST_DESTINATION = 1 << 3;
    static final int MIGRATE_UNDEFINE_SOURCE = 1 << 4;
    static final int MIGRATE_NON_SHARED_DISK = 1 << 6;
    static final int MIGRATE_AUTO_CONVERGE = 1 << 13;
    static final int MIGRATE_POST_COPY = 1 << 15;
    static final int MIGRATE_TLS = 1 << 16;

    private static final int XML_SECURE = 1;
    private static final int XML_INACTIVE = 2;
    private static final int XML_MIGRATABLE = 1 << 3;
    private static final int SHUTDOWN_ACPI = 1;
    private static final int UNDEFINE_KEEP_NVRAM = 1 << 3;
    private static final int UNDEFINE_CHECKPOINTS_METADATA = 1 << 4;
    private static final int AFFECT_LIVE = 1;
    private static final int AFFECT_CONFIG = 2;
    private static final int METADATA_ELEMENT = 2;
    private static final int JOB_COMPLETED = 1;
    private static final int JOB_KEEP_COMPLETED = 2;
    private static final int STATISTICS_DIRTY_RATE = 1 << 9;

    private final Libvirt library;
    private final Pointer pointer;

    Domain(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
    }

    /** The live definition while it runs, else the persistent one. */
    DomainXml xml() {
        return DomainXml.parse(
                NativeText.take(library, "virDomainGetXMLDesc", library.virDomainGetXMLDesc(pointer, 0)));
    }

    DomainState state() {
        IntByReference state = new IntByReference();
        IntByReference reason = new IntByReference();
        check("virDomainGetState", library.virDomainGetState(pointer, state, reason, 0));
        return new DomainState(state.getValue(), reason.getValue());
    }

    boolean persistent() {
        return check("virDomainIsPersistent", library.virDomainIsPersistent(pointer)) == 1;
    }

    boolean hasManagedSave() {
        return check("virDomainHasManagedSaveImage", library.virDomainHasManagedSaveImage(pointer, 0)) == 1;
    }

    int snapshots() {
        return check("virDomainSnapshotNum", library.virDomainSnapshotNum(pointer, 0));
    }

    /** The job that runs now. */
    JobStats job() {
        return jobStats(0);
    }

    /** The last job that completed; libvirt keeps none of a job that failed or was aborted. */
    JobStats completedJob() {
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

    /** The definition with which it starts next, with its secrets: to be handed to a host, and to nobody else. */
    DomainXml definition() {
        return DomainXml.parse(definitionText(XML_SECURE | XML_INACTIVE));
    }

    /** The same as libvirt writes it, to be kept; without its secrets where our account may not read them. */
    String definitionText() {
        try {
            return definitionText(XML_SECURE | XML_INACTIVE);
        } catch (LibvirtException e) {
            if (e.code() == LibvirtException.OPERATION_DENIED || e.code() == LibvirtException.ACCESS_DENIED) {
                return definitionText(XML_INACTIVE);
            }
            throw e;
        }
    }

    private String definitionText(int flags) {
        return NativeText.take(library, "virDomainGetXMLDesc", library.virDomainGetXMLDesc(pointer, flags));
    }

    /** The definition with which it runs, with its secrets, as another host takes it for a migration. */
    DomainXml migratable() {
        return DomainXml.parse(NativeText.take(
                library, "virDomainGetXMLDesc", library.virDomainGetXMLDesc(pointer, XML_SECURE | XML_MIGRATABLE)));
    }

    /** Asks the guest to shut down, as its power button does; returns at once. */
    void shutDown() {
        check("virDomainShutdownFlags", library.virDomainShutdownFlags(pointer, SHUTDOWN_ACPI));
    }

    void powerOff() {
        check("virDomainDestroyFlags", library.virDomainDestroyFlags(pointer, 0));
    }

    void start() {
        check("virDomainCreateWithFlags", library.virDomainCreateWithFlags(pointer, 0));
    }

    boolean autostart() {
        IntByReference autostart = new IntByReference();
        check("virDomainGetAutostart", library.virDomainGetAutostart(pointer, autostart));
        return autostart.getValue() == 1;
    }

    void autostart(boolean wanted) {
        check("virDomainSetAutostart", library.virDomainSetAutostart(pointer, wanted ? 1 : 0));
    }

    /** Takes the definition away; fails where it runs, and where a snapshot or saved memory would be lost with it. */
    void undefine() {
        if (state().active()) {
            // libvirt would do it, and lose the instance as soon as it stops
            throw new LibvirtException(LibvirtException.OPERATION_INVALID, "the domain was started meanwhile");
        }
        check(
                "virDomainUndefineFlags",
                library.virDomainUndefineFlags(pointer, UNDEFINE_KEEP_NVRAM | UNDEFINE_CHECKPOINTS_METADATA));
    }

    void note(RelocationNote note) {
        metadata(RelocationNote.NAMESPACE, RelocationNote.PREFIX, note.element());
    }

    /** Sets the metadata element of a namespace, where it runs and in the persistent definition. */
    void metadata(String namespace, String prefix, String element) {
        int flags = (state().active() ? AFFECT_LIVE : 0) | (persistent() ? AFFECT_CONFIG : 0);
        check(
                "virDomainSetMetadata",
                library.virDomainSetMetadata(pointer, METADATA_ELEMENT, element, prefix, namespace, flags));
    }

    /** Takes the metadata element of a namespace away, where it runs and in the persistent definition. */
    void removeMetadata(String namespace) {
        int flags = (state().active() ? AFFECT_LIVE : 0) | (persistent() ? AFFECT_CONFIG : 0);
        check(
                "virDomainSetMetadata",
                library.virDomainSetMetadata(pointer, METADATA_ELEMENT, null, null, namespace, flags));
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

    void abortJob() {
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
