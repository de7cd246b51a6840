package org.migrationrunbooks.platform.libvirt;

/** A domain's definition as libvirt writes it, to which a test adds what it is about. */
record SampleDomain(String xml) {

    static final SampleDomain ORDINARY = new SampleDomain(
            """
            <domain type='qemu' id='3'>
              <name>web-1</name>
              <uuid>4da7aa34-7878-41e4-bda7-233b5d2432d7</uuid>
              <metadata></metadata>
              <memory unit='KiB'>196608</memory>
              <vcpu placement='static'>2</vcpu>
              <os><type arch='x86_64' machine='pc-q35-10.0'>hvm</type></os>
              <cpu mode='custom' match='exact' check='full'><model fallback='forbid'>qemu64</model></cpu>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2' cache='none'/>
                  <source file='/srv/shared/web-1.qcow2' index='1'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <interface type='bridge'><source bridge='br0'/></interface>
              </devices>
            </domain>
            """);

    /** The same with more elements at the end of this element. */
    SampleDomain with(String element, String content) {
        return replacing("</" + element + ">", content + "</" + element + ">");
    }

    SampleDomain replacing(String part, String replacement) {
        if (!xml.contains(part)) {
            throw new IllegalArgumentException("not in the sample: " + part);
        }
        return new SampleDomain(xml.replace(part, replacement));
    }
}
