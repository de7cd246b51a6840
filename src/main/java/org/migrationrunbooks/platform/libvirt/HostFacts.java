package org.migrationrunbooks.platform.libvirt;

import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;

/**
 * What a host offers to its instances.
 *
 * @param cpuModel the nearest model that libvirt knows; null where it knows none
 * @param hypervisorVersion of QEMU: 1,000,000 x major + 1,000 x minor + patch
 */
record HostFacts(int cpus, ByteSize memory, @Nullable String cpuModel, String architecture, long hypervisorVersion) {

    static HostFacts of(String capabilities, int cpus, long memoryKibibytes, long hypervisorVersion) {
        Xml cpu = Xml.parse(capabilities)
                .first("host/cpu")
                .orElseThrow(
                        () -> new IllegalArgumentException("libvirt's capabilities name no processor of the host"));
        return new HostFacts(
                cpus,
                ByteSize.ofBytes(memoryKibibytes << 10),
                cpu.text("model").orElse(null),
                cpu.text("arch").orElse("x86_64"),
                hypervisorVersion);
    }
}
