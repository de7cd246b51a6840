package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiedDefinitionTest {

    private static final List<Path> SHARED = List.of(Path.of("/srv/shared"));
    private static final SampleDomain LABELLED = SampleDomain.ORDINARY.with(
            "metadata",
            """
            <mr:instance xmlns:mr="https://migration-runbooks.org/xmlns/domain/1.0">
              <mr:label name="tier" value="gold"/></mr:instance>""");

    @Test
    void namesTheCopiedFilesAndLeavesTheSharedOnes() {
        SampleDomain both = LABELLED.with(
                "devices",
                """
                <disk type='file' device='disk'><source file='/srv/local/data.img'/><target dev='vdb'/></disk>""");

        DomainXml copy = copy(both, "e-1");

        assertThat(copy.disks())
                .extracting(Disk::source)
                .containsExactly("/srv/shared/web-1.qcow2", "/srv/local/data.img.e-1");
        assertThat(copy.notes().labels()).containsEntry("tier", "gold");
        assertThat(copy.relocation()).isEqualTo(new RelocationNote("e-1", false, false, List.of()));
    }

    @Test
    void aCopyOfACopyTakesTheNewEpochInThePlaceOfTheOld() {
        DomainXml first = copy(LABELLED.replacing("/srv/shared", "/srv/local"), "e-1");

        DomainXml second = copy(new SampleDomain(first.root().document()), "e-2");

        assertThat(second.disks()).extracting(Disk::source).containsExactly("/srv/local/web-1.qcow2.e-2");
        assertThat(second.relocation().epoch()).isEqualTo("e-2");
        assertThat(second.root().document()).doesNotContain("e-1");
    }

    @Test
    void aDefinitionWithoutMetadataGetsItsNote() {
        assertThat(copy(SampleDomain.ORDINARY.replacing("<metadata></metadata>", ""), "e-1")
                        .relocation()
                        .epoch())
                .isEqualTo("e-1");
    }

    @Test
    void namesTheCopiedFirmwareVariablesHoweverTheSourceNamesThem() {
        assertThat(
                        variables(
                                "<nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'>/var/lib/libvirt/qemu/nvram/a_VARS.fd</nvram>"))
                .isEqualTo("/var/lib/libvirt/qemu/nvram/a_VARS.fd.e-1");
        assertThat(variables("<nvram type='file'><source file='/srv/local/a_VARS.fd'/></nvram>"))
                .isEqualTo("/srv/local/a_VARS.fd.e-1");
    }

    private static String variables(String nvram) {
        DomainXml domain =
                DomainXml.parse(SampleDomain.ORDINARY.with("os", nvram).xml());
        CopiedDefinition.firmware(
                domain,
                PrivateVolume.ofFirmware(domain, "e-1", SHARED).orElseThrow().copy());
        return String.valueOf(domain.firmwareVariables().orElseThrow().source());
    }

    private static DomainXml copy(SampleDomain domain, String epoch) {
        DomainXml source = DomainXml.parse(domain.xml());
        return DomainXml.parse(CopiedDefinition.of(source, epoch, PrivateVolume.of(source, epoch, SHARED)));
    }
}
