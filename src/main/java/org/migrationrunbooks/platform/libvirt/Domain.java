package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/**
 * A domain of one open connection; valid only within the call that {@link Connection#domain} makes. Every method throws {@link
 * LibvirtException} where libvirt reports an error.
 */
final class Domain {

    private static final int XML_SECURE = 1;
    private static final int XML_INACTIVE = 2;
    private static final int XML_MIGRATABLE = 1 << 3;
    private static final int SHUTDOWN_ACPI = 1;
    private static final int UNDEFINE_NVRAM = 1 << 2;
    private static final int UNDEFINE_KEEP_NVRAM = 1 << 3;
    private static final int UNDEFINE_CHECKPOINTS_METADATA = 1 << 4;
    private static final int UNDEFINE_KEEP_TPM = 1 << 6;
    private static final int AFFECT_LIVE = 1;
    private static final int AFFECT_CONFIG = 2;
    private static final int METADATA_ELEMENT = 2;

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

    /** What is done with it while it runs, and takes a while. */
    DomainJobs jobs() {
        return new DomainJobs(library, pointer);
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

    /**
     * Takes the definition away, and leaves its files; fails where it runs, and where a snapshot or saved memory would be lost with it.
     */
    void undefine() {
        undefine(UNDEFINE_KEEP_NVRAM);
    }

    /** The same, and before it the file of the firmware's variables, if it is there. */
    void undefineWithFirmwareVariables() {
        undefine(UNDEFINE_NVRAM);
    }

    private void undefine(int variables) {
        if (state().active()) {
            // libvirt would do it, and lose the instance as soon as it stops
            throw new LibvirtException(LibvirtException.OPERATION_INVALID, "the domain was started meanwhile");
        }
        // Unasked libvirt deletes the state of an emulated TPM, also on shared storage where the instance goes on with
        // it elsewhere.
        int tpm = xml().emulatedTpm() ? UNDEFINE_KEEP_TPM : 0;
        check(
                "virDomainUndefineFlags",
                library.virDomainUndefineFlags(pointer, variables | tpm | UNDEFINE_CHECKPOINTS_METADATA));
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

    private int check(String call, int result) {
        if (result < 0) {
            throw LibvirtException.last(library, call);
        }
        return result;
    }
}
