package org.migrationrunbooks.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;

/** What every adapter that looks for life does alike: it may miss a sign of life, but it never makes one up, and never throws. */
public abstract class LifeSignsContractTest {

    private LifeSignsFixture fixture;

    /** Sets the installation up, or puts it back in order. */
    protected abstract LifeSignsFixture open();

    @BeforeEach
    void openFixture() {
        fixture = open();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void aHealthyHostIsAliveByItsHypervisor() {
        assertThat(signs(fixture.home()))
                .filteredOn(sign -> sign.side() == LifeSign.Side.HYPERVISOR)
                .isNotEmpty()
                .allSatisfy(sign -> assertThat(sign.alive()).as("%s", sign).isTrue());
    }

    @Test
    void noSideFindsLifeInAHostWithoutPower() {
        fixture.takePower(fixture.home());

        assertThat(signs(fixture.home()))
                .isNotEmpty()
                .allSatisfy(sign -> assertThat(sign.alive()).as("%s", sign).isFalse());
    }

    @Test
    void theHypervisorOfAHostWithoutPowerIsSilentAndOtherHostsAreAlive() {
        fixture.takePower(fixture.home());

        assertThat(signs(fixture.home()))
                .filteredOn(sign -> sign.side() == LifeSign.Side.HYPERVISOR)
                .extracting(LifeSign::verdict)
                .containsOnly(LifeSign.Verdict.SILENT);
        assertThat(signs(fixture.otherHost()))
                .anySatisfy(sign -> assertThat(sign.alive()).isTrue());
    }

    @Test
    void everySignSaysWhatWasAskedAndWhatItSaid() {
        assertThat(signs(fixture.home())).isNotEmpty().allSatisfy(sign -> {
            assertThat(sign.source()).as("%s", sign).isNotBlank();
            assertThat(sign.evidence()).as("%s", sign).isNotBlank();
        });
    }

    @Test
    void aHostThatDoesNotExistShowsNoLife() {
        HostId nowhere = new HostId(fixture.platform().name(), "no-such-host");

        assertThat(signs(nowhere))
                .allSatisfy(sign -> assertThat(sign.alive()).as("%s", sign).isFalse());
    }

    private List<LifeSign> signs(HostId host) {
        return fixture.platform().lifeSigns(host);
    }
}
