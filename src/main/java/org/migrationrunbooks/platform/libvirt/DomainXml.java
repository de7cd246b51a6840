package org.migrationrunbooks.platform.libvirt;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;

/** A domain's definition, as far as inventory and pre-flight checks read it. */
record DomainXml(Xml root) {

    static DomainXml parse(String document) {
        return new DomainXml(Xml.parse(document));
    }

    String name() {
        return root.text("name").orElse("");
    }

    String uuid() {
        return root.text("uuid").orElse("");
    }

    /** What it may use at the most. */
    ByteSize memory() {
        return root.first("memory")
                .map(memory -> ByteSize.of(
                        memory.text() + unit(memory.attribute("unit").orElse("KiB"))))
                .orElse(ByteSize.ZERO);
    }

    private static String unit(String libvirt) {
        return switch (libvirt) {
            case "b", "bytes" -> "";
            case "k" -> "KiB";
            case "M" -> "MiB";
            case "G" -> "GiB";
            case "T" -> "TiB";
            default -> libvirt;
        };
    }

    int cpus() {
        return root.text("vcpu").map(Integer::valueOf).orElse(1);
    }

    String architecture() {
        return osType("arch").orElse("x86_64");
    }

    /** Null where the hypervisor's default is meant. */
    @Nullable
    String machine() {
        return osType("machine").orElse(null);
    }

    /** {@code kvm} or {@code qemu}. */
    String virtualization() {
        return root.attribute("type").orElse("kvm");
    }

    private Optional<String> osType(String attribute) {
        return root.first("os/type").flatMap(type -> type.attribute(attribute));
    }

    /** The guest's processor as a document of its own; empty where the hypervisor's default is used. */
    Optional<String> cpu() {
        return root.first("cpu").map(Xml::document);
    }

    List<Disk> disks() {
        return root.all("devices/disk").stream().map(Disk::of).toList();
    }

    /** The disks that are volumes of the instance. */
    List<Disk> volumes() {
        return disks().stream().filter(disk -> !disk.removable()).toList();
    }

    /**
     * Where the firmware keeps its variables, told as if it were a disk; empty where it has none. The file need not be there yet: the
     * first start makes it.
     */
    Optional<Disk> firmwareVariables() {
        return root.first("os/nvram").map(Disk::ofFirmwareVariables).filter(disk -> disk.source() != null);
    }

    /** The file with the firmware itself; empty where it is the hypervisor's own. */
    Optional<String> firmware() {
        return root.text("os/loader").filter(path -> !path.isEmpty());
    }

    /** Whether a process of its host plays a TPM for it. */
    boolean emulatedTpm() {
        return root.all("devices/tpm/backend").stream()
                .anyMatch(backend ->
                        backend.attribute("type").filter("emulator"::equals).isPresent());
    }

    InstanceNotes notes() {
        return InstanceNotes.in(root);
    }

    RelocationNote relocation() {
        return RelocationNote.in(root);
    }

    Optional<OperationMark> mark() {
        return OperationMark.in(root);
    }
}
