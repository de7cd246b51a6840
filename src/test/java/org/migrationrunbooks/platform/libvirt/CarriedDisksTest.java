package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.OperationKey;

/** What tells our files from others', and which of them are left at a source. */
class CarriedDisksTest {

    private static final OperationKey SECOND = new OperationKey("0f1e-77:Task_TransferInstance:2");

    @Test
    void anAttemptHasNamesOfItsOwnAndARunKnowsAllOfIts() {
        assertThat(CarriedDisks.epoch(SECOND)).isEqualTo("0f1e-77-2");
        assertThat(CarriedDisks.ofSameRun("web-1.qcow2.0f1e-77-2", SECOND)).isTrue();
        assertThat(CarriedDisks.ofSameRun("web-1.qcow2.0f1e-77-1", SECOND)).isTrue();
    }

    @Test
    void nothingElseIsOurs() {
        assertThat(List.of(
                        "web-1.qcow2",
                        "web-1.qcow2.0f1e-77",
                        "web-1.qcow2.0f1e-7-2",
                        "web-1.qcow2.0f1e-77-2.bak",
                        "web-1.qcow2.0f1e-77-",
                        "0f1e-77-2"))
                .noneMatch(name -> CarriedDisks.ofSameRun(name, SECOND));
    }

    @Test
    void theNoteOfTheFilesLeftIsReadAsItWasWrittenAndReplacesAnEarlierOne() {
        SourceFiles first = new SourceFiles(SECOND, "node-a", List.of(Path.of("/srv/local/a & b.qcow2")));
        SourceFiles later = new SourceFiles(
                new OperationKey("other:Task_TransferInstance:1"),
                "node-b",
                List.of(Path.of("/srv/local/a.img"), Path.of("/srv/local/b.img")));
        DomainXml definition = DomainXml.parse(SampleDomain.ORDINARY.xml());

        first.writeInto(definition);
        assertThat(SourceFiles.in(reread(definition).root())).hasValue(first);
        later.writeInto(definition);

        assertThat(SourceFiles.in(reread(definition).root())).hasValue(later);
        assertThat(reread(definition).root().document()).doesNotContain("node-a");
    }

    @Test
    void aDefinitionThatArrivedNamesItsFilesAndIsNoCopyThatWaits() {
        DomainXml source = DomainXml.parse(
                SampleDomain.ORDINARY.replacing("/srv/shared", "/srv/local").xml());
        String epoch = CarriedDisks.epoch(SECOND);

        DomainXml arrived = DomainXml.parse(CopiedDefinition.of(
                source, source.relocation().ofCarried(epoch), PrivateVolume.of(source, epoch, List.of())));

        assertThat(arrived.disks()).extracting(Disk::source).containsExactly("/srv/local/web-1.qcow2.0f1e-77-2");
        assertThat(arrived.relocation().pending()).isFalse();
        assertThat(PrivateVolume.of(arrived, "next", List.of()))
                .extracting(PrivateVolume::copy)
                .containsExactly(Path.of("/srv/local/web-1.qcow2.next"));
    }

    private static DomainXml reread(DomainXml definition) {
        return DomainXml.parse(definition.root().document());
    }
}
