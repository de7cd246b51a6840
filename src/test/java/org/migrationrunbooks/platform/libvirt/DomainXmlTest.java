package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Volume;

class DomainXmlTest {

    private static final List<Path> SHARED = List.of(Path.of("/srv/shared"));

    @Test
    void readsWhatTheInventoryTells() {
        DomainXml domain = DomainXml.parse(SampleDomain.ORDINARY.xml());

        assertThat(domain.name()).isEqualTo("web-1");
        assertThat(domain.uuid()).isEqualTo("4da7aa34-7878-41e4-bda7-233b5d2432d7");
        assertThat(domain.memory()).isEqualTo(ByteSize.of("192MiB"));
        assertThat(domain.cpus()).isEqualTo(2);
        assertThat(domain.architecture()).isEqualTo("x86_64");
        assertThat(domain.virtualization()).isEqualTo("qemu");
        assertThat(domain.cpu()).hasValueSatisfying(cpu -> assertThat(cpu).contains("<model", "qemu64"));
    }

    @Test
    void readsTheOperatorsNotes() {
        InstanceNotes notes = DomainXml.parse(SampleDomain.ORDINARY
                        .with(
                                "metadata",
                                """
                                <mr:instance xmlns:mr="https://migration-runbooks.org/xmlns/domain/1.0"
                                    priority="10" antiAffinity="web" maxDowntime="500ms">
                                  <mr:label name="tier" value="gold"/>
                                  <mr:label name="post-copy" value="allowed"/>
                                </mr:instance>""")
                        .xml())
                .notes();

        assertThat(notes.labels()).isEqualTo(Map.of("tier", "gold", "post-copy", "allowed"));
        assertThat(notes.priority()).isEqualTo(10);
        assertThat(notes.antiAffinity()).isEqualTo("web");
        assertThat(notes.maxDowntime()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesNotesThatMakeNoSenseAsNotGiven() {
        InstanceNotes notes = DomainXml.parse(SampleDomain.ORDINARY
                        .with(
                                "metadata",
                                """
                                <mr:instance xmlns:mr="https://migration-runbooks.org/xmlns/domain/1.0"
                                    priority="high" maxDowntime="short"><mr:label value="nameless"/></mr:instance>""")
                        .xml())
                .notes();

        assertThat(notes).isEqualTo(new InstanceNotes(Map.of(), 0, null, null));
    }

    @Test
    void findsTheMarkThatItWrote() {
        OperationMark mark = new OperationMark(
                OperationKey.of(RunbookId.random(), "a<&\"step", 3), Instant.parse("2026-11-23T06:30:00.123Z"));
        String element = mark.element().replace("<operation ", "<operation xmlns=\"" + OperationMark.NAMESPACE + "\" ");

        assertThat(DomainXml.parse(
                                SampleDomain.ORDINARY.with("metadata", element).xml())
                        .mark())
                .hasValue(mark);
    }

    @Test
    void takesAForeignMarkAsNone() {
        String element = "<operation xmlns=\"%s\" key=\"by hand\"/>".formatted(OperationMark.NAMESPACE);

        assertThat(DomainXml.parse(
                                SampleDomain.ORDINARY.with("metadata", element).xml())
                        .mark())
                .isEmpty();
    }

    @Test
    void tellsSharedVolumesFromLocalOnesAndLeavesOutRemovableMedia() {
        DomainXml domain = DomainXml.parse(SampleDomain.ORDINARY
                .with(
                        "devices",
                        """
                        <disk type='file' device='disk'><source file='/srv/shared/../local/b.qcow2'/><target dev='vdb'/></disk>
                        <disk type='network' device='disk'><source protocol='rbd' name='pool/c'/><target dev='vdc'/></disk>
                        <disk type='block' device='disk'><source dev='/dev/vg/d'/><target dev='vdd'/></disk>
                        <disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>""")
                .xml());

        assertThat(Volumes.of(
                        domain,
                        Volumes.sizes(Map.of(
                                "block.0.name",
                                "vda",
                                "block.0.capacity",
                                67108864L,
                                "block.1.name",
                                "vdb",
                                "block.1.capacity",
                                1024L)),
                        SHARED))
                .containsExactly(
                        new Volume("vda", ByteSize.of("64MiB"), true),
                        new Volume("vdb", ByteSize.of("1KiB"), false),
                        new Volume("vdc", ByteSize.ZERO, true),
                        new Volume("vdd", ByteSize.ZERO, false));
    }

    @Test
    void refusesDocumentTypesAndEntities() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Xml.parse(
                        "<!DOCTYPE domain [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]><domain>&secret;</domain>"))
                .withMessageContaining("DOCTYPE");
    }

    @Test
    void readsTheHostsProcessorAndItsPools() {
        HostFacts facts = HostFacts.of(
                "<capabilities><host><cpu><arch>x86_64</arch><model>Cascadelake-Server</model></cpu></host></capabilities>",
                32,
                134217728,
                10_000_013);
        assertThat(facts)
                .isEqualTo(new HostFacts(32, ByteSize.of("128GiB"), "Cascadelake-Server", "x86_64", 10_000_013));

        StoragePoolXml pool = StoragePoolXml.parse(
                "<pool type='dir'><name>shared</name><target><path>/srv/shared</path></target></pool>");
        assertThat(pool.covers(Path.of("/srv/shared/a.qcow2"))).isTrue();
        assertThat(pool.covers(Path.of("/srv/shared-too/a.qcow2"))).isFalse();
        assertThat(StoragePoolXml.parse("<pool type='rbd'><name>ceph</name></pool>")
                        .covers(Path.of("/srv/shared/a")))
                .isFalse();
    }
}
