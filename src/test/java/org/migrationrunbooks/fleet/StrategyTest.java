package org.migrationrunbooks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyTest {

    /** These stand in databases, plan hashes and decision tables: they may be added to, never changed. */
    @ParameterizedTest
    @CsvSource({
        "live, false, false, false",
        "live+auto-converge, true, false, false",
        "live+post-copy, false, true, false",
        "live+auto-converge+post-copy, true, true, false",
        "live+disks, false, false, true",
        "live+disks+auto-converge, true, false, true",
        "live+disks+post-copy, false, true, true",
        "live+disks+auto-converge+post-copy, true, true, true",
    })
    void aCodeStandsForOneSetOfFlags(String code, boolean autoConverge, boolean postCopy, boolean copyDisks) {
        Strategy.Live live = new Strategy.Live(autoConverge, postCopy, copyDisks);

        assertThat(live.code()).isEqualTo(code);
        assertThat(Strategy.of(code)).isEqualTo(live);
        assertThat(Strategy.Live.of(code)).isEqualTo(live);
    }

    @Test
    void withoutAWordAboutDisksNoneIsCopied() {
        assertThat(new Strategy.Live(true, true).copyDisks()).isFalse();
        assertThat(Strategy.PLAIN.copyDisks()).isFalse();
    }
}
