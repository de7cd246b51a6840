package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.platform.libvirt.TestFleet.DEAD;
import static org.migrationrunbooks.platform.libvirt.TestFleet.LIVING;
import static org.migrationrunbooks.platform.libvirt.TestFleet.SHARED;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.LifeSign.Side;
import org.migrationrunbooks.platform.LifeSign.Verdict;

/** What each side says of hosts of which one answers, and the others have a kernel but no libvirt. */
@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class LifeSignsTest {

    private final List<Socket> waiting = new ArrayList<>();
    private ServerSocket listening;
    private TestFleet fleet;

    @BeforeEach
    void open() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        fleet = new TestFleet(Map.of("hosts[0].probes[0]", probe()));
    }

    @AfterEach
    void close() throws IOException {
        fleet.close();
        for (Socket socket : waiting) {
            socket.close();
        }
        listening.close();
    }

    private String probe() {
        return "tcp://127.0.0.1:" + listening.getLocalPort();
    }

    /** Fills the queue of those who wait to be accepted; whoever knocks then gets no answer at all. */
    private void fallSilent() throws IOException {
        while (true) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(listening.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @Test
    void aHostWhoseLibvirtAnswersIsAlive() {
        assertThat(sides(LIVING, Side.HYPERVISOR)).singleElement().satisfies(sign -> {
            assertThat(sign.verdict()).isEqualTo(Verdict.ALIVE);
            assertThat(sign.source()).isEqualTo("test:///default");
            assertThat(sign.evidence()).contains("version");
        });
    }

    @Test
    void withoutAnotherAddressTheNetworkSaysNothing() {
        assertThat(sides(LIVING, Side.NETWORK)).extracting(LifeSign::verdict).containsExactly(Verdict.UNKNOWN);
    }

    @Test
    void aRefusedConnectionIsASignOfLifeThoughLibvirtIsSilent() {
        assertThat(sides(DEAD, Side.HYPERVISOR)).extracting(LifeSign::verdict).containsExactly(Verdict.SILENT);
        assertThat(sides(DEAD, Side.NETWORK)).anySatisfy(sign -> {
            assertThat(sign.verdict()).isEqualTo(Verdict.ALIVE);
            assertThat(sign.evidence()).contains("refused");
        });
    }

    @Test
    void aProbeThatNobodyAnswersIsNoSignOfLife() throws IOException {
        fallSilent();

        assertThat(sides(DEAD, Side.NETWORK))
                .filteredOn(sign -> sign.source().equals(probe()))
                .extracting(LifeSign::verdict)
                .containsExactly(Verdict.SILENT);
    }

    @Test
    void aProbeThatIsAcceptedIsASignOfLife() {
        assertThat(sides(DEAD, Side.NETWORK))
                .filteredOn(sign -> sign.source().equals(probe()))
                .singleElement()
                .satisfies(sign -> {
                    assertThat(sign.verdict()).isEqualTo(Verdict.ALIVE);
                    assertThat(sign.evidence()).contains("accepted");
                });
    }

    @Test
    void aNameThatCannotBeResolvedSaysNothingOfTheHost() {
        fleet.close();
        fleet = new TestFleet(Map.of("hosts[0].probes[0]", "tcp://no-such-host.invalid:22"));

        assertThat(sides(DEAD, Side.NETWORK))
                .filteredOn(sign -> sign.source().startsWith("tcp://no-such-host.invalid"))
                .extracting(LifeSign::verdict)
                .containsExactly(Verdict.UNKNOWN);
    }

    @Test
    void storageThatNobodySeesSaysNothing() {
        assertThat(sides(DEAD, Side.STORAGE)).singleElement().satisfies(sign -> {
            assertThat(sign.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(sign.evidence()).contains("no instance with a shared volume");
        });
        fleet.told(
                DEAD,
                TestFleet.kept(
                        DEAD,
                        SHARED.replacing("/default-pool/web-1.img", "/default-pool/none.img"),
                        InstanceState.RUNNING));
        assertThat(sides(DEAD, Side.STORAGE)).singleElement().satisfies(sign -> {
            assertThat(sign.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(sign.evidence()).contains("no other host");
        });
    }

    @Test
    void aHostThatIsNotConfiguredHasNoSides() {
        assertThat(fleet.platform().lifeSigns(new HostId("test", "node-z"))).isEmpty();
    }

    private List<LifeSign> sides(HostId host, Side side) {
        return fleet.platform().lifeSigns(host).stream()
                .filter(sign -> sign.side() == side)
                .toList();
    }
}
