package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelocationNoteTest {

    private static final RelocationNote FULL = new RelocationNote("e-2", true, true, List.of("e-0", "e-1"));

    @Test
    void isReadAsItWasWritten() {
        for (RelocationNote note : List.of(FULL, RelocationNote.NONE, RelocationNote.NONE.ofCopy("e-3"))) {
            assertThat(in(note.element())).isEqualTo(note);
        }
    }

    @Test
    void isNoneWhereNothingWasNoted() {
        assertThat(DomainXml.parse(SampleDomain.ORDINARY.xml()).relocation()).isEqualTo(RelocationNote.NONE);
    }

    @Test
    void aCopyIsPendingUntilItIsStartedAndKnowsWhetherItsSourceStartedByItself() {
        RelocationNote copy = FULL.ofCopy("e-3");

        assertThat(copy.pending()).isTrue();
        assertThat(copy.autostart()).isTrue();
        assertThat(copy.withdrawn()).isEmpty();
        assertThat(copy.startedOnce().pending()).isFalse();
        assertThat(RelocationNote.NONE.startedOnce().booted()).isFalse();
    }

    @Test
    void whatTakesThePlaceOfAnotherKnowsWhatIsLeftOfThat() {
        RelocationNote rebuilt = FULL.replacedBy("e-3");

        assertThat(rebuilt).isEqualTo(new RelocationNote("e-3", false, true, List.of("e-0", "e-1", "e-2")));
        assertThat(rebuilt.replaces(FULL)).as("before it was started").isFalse();
        assertThat(rebuilt.startedOnce().replaces(FULL)).isTrue();
        assertThat(FULL.replaces(rebuilt.startedOnce())).isFalse();
    }

    @Test
    void theLatestWithdrawnEpochsAreKept() {
        RelocationNote note = RelocationNote.NONE;
        for (int i = 0; i < 100; i++) {
            note = note.withdrawing(List.of("e-" + i, "e-" + i));
        }

        assertThat(note.withdrawn())
                .isEqualTo(IntStream.range(80, 100).mapToObj(i -> "e-" + i).toList());
    }

    @Test
    void anEpochThatCouldLeaveItsPlaceNamesNoCopy() {
        assertThat(RelocationNote.plain("7f2b7c1e-0000-4000-8000-000000000000")).isTrue();
        for (String epoch : List.of("", "../x", "a b", "a\"b", ".hidden", "a/b")) {
            assertThat(RelocationNote.plain(epoch)).as(epoch).isFalse();
        }
    }

    private static RelocationNote in(String element) {
        String named = element.replace("<relocation", "<relocation xmlns=\"" + RelocationNote.NAMESPACE + "\"");
        return DomainXml.parse(SampleDomain.ORDINARY.with("metadata", named).xml())
                .relocation();
    }
}
