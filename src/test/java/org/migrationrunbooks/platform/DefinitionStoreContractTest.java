package org.migrationrunbooks.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;

/** What is kept of hosts, and what takes its place. */
public abstract class DefinitionStoreContractTest {

    private static final HostId A = new HostId("rack", "node-a");
    private static final HostId B = new HostId("rack", "node-b");
    private static final InstanceId WEB = new InstanceId("rack", "web");
    private static final InstanceId DATABASE = new InstanceId("rack", "database");
    private static final Instant NOON = Instant.parse("2030-05-17T12:00:00.123456Z");

    private DefinitionStore store;

    /** An empty one. */
    protected abstract DefinitionStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @Test
    void whatAHostToldIsKeptInEveryDetail() {
        KeptHost told = host(A, NOON, running(WEB, A, NOON), running(DATABASE, A, NOON));

        store.keep(told);

        assertThat(store.host(A)).hasValueSatisfying(kept -> {
            assertThat(kept)
                    .usingRecursiveComparison()
                    .ignoringFields("definitions")
                    .isEqualTo(told);
            assertThat(kept.definitions()).containsExactlyInAnyOrderElementsOf(told.definitions());
        });
        assertThat(store.find(A, WEB)).hasValue(running(WEB, A, NOON));
    }

    @Test
    void ofAHostThatNeverToldAnythingNothingIsKnown() {
        store.keep(host(A, NOON));

        assertThat(store.host(A).orElseThrow().definitions()).isEmpty();
        assertThat(store.host(B)).isEmpty();
        assertThat(store.find(B, WEB)).isEmpty();
    }

    @Test
    void aLaterListingTakesThePlaceOfTheEarlier() {
        store.keep(host(A, NOON, running(WEB, A, NOON), running(DATABASE, A, NOON)));
        Instant later = NOON.plusSeconds(1);

        store.keep(host(A, later, off(WEB, A, later)));

        assertThat(store.host(A).orElseThrow().definitions()).containsExactly(off(WEB, A, later));
    }

    @Test
    void whatIsToldAgainIsAsFreshAsTheListing() {
        store.keep(host(A, NOON, running(WEB, A, NOON)));
        Instant later = NOON.plusSeconds(60);

        store.keep(host(A, later, running(WEB, A, later)));

        assertThat(store.host(A).orElseThrow().readAt()).isEqualTo(later);
        assertThat(store.find(A, WEB)).hasValue(running(WEB, A, later));
    }

    @Test
    void anEarlierListingThatComesLateChangesNothing() {
        store.keep(host(A, NOON));

        store.keep(host(A, NOON.minusSeconds(5), running(WEB, A, NOON.minusSeconds(5))));

        assertThat(store.host(A).orElseThrow().definitions()).isEmpty();
        assertThat(store.host(A).orElseThrow().readAt()).isEqualTo(NOON);
    }

    @Test
    void whatCameWhileAHostWasBeingReadIsNotLost() {
        store.keep(running(WEB, A, NOON.plusSeconds(1)));

        store.keep(host(A, NOON));

        assertThat(store.find(A, WEB)).hasValue(running(WEB, A, NOON.plusSeconds(1)));
        store.keep(host(A, NOON.plusSeconds(2)));
        assertThat(store.find(A, WEB)).isEmpty();
    }

    @Test
    void hostsKeepWhatTheyHaveOfTheSameInstanceApart() {
        store.keep(host(A, NOON, off(WEB, A, NOON)));
        store.keep(host(B, NOON, running(WEB, B, NOON)));

        assertThat(store.find(A, WEB)).hasValue(off(WEB, A, NOON));
        assertThat(store.find(B, WEB)).hasValue(running(WEB, B, NOON));
    }

    @Test
    void whereAnInstanceWasSeenToRunOutlivesWhatOtherHostsTold() {
        store.keep(host(A, NOON, running(WEB, A, NOON), running(DATABASE, A, NOON)));
        Instant later = NOON.plusSeconds(1);

        store.settle(running(WEB, B, later));

        assertThat(store.find(B, WEB)).hasValue(running(WEB, B, later));
        assertThat(store.host(A).orElseThrow().definitions()).containsExactly(running(DATABASE, A, NOON));
    }

    @Test
    void anotherInstanceOfTheSameNameIsLeftAlone() {
        store.keep(host(A, NOON, running(WEB, A, NOON)));
        KeptDefinition namesake = new KeptDefinition(
                WEB, "another uid", B, InstanceState.RUNNING, true, Map.of(), "<domain/>", NOON.plusSeconds(1));

        store.settle(namesake);

        assertThat(store.find(A, WEB)).isPresent();
    }

    @Test
    void whatWasTakenAwayIsForgottenOnce() {
        store.keep(host(A, NOON, running(WEB, A, NOON), running(DATABASE, A, NOON)));

        store.forget(A, WEB);
        store.forget(A, WEB);

        assertThat(store.host(A).orElseThrow().definitions()).containsExactly(running(DATABASE, A, NOON));
    }

    private static KeptHost host(HostId id, Instant readAt, KeptDefinition... definitions) {
        return new KeptHost(id, 16, ByteSize.of("64GB"), "Skylake-Server", readAt, List.of(definitions));
    }

    private static KeptDefinition running(InstanceId instance, HostId host, Instant readAt) {
        return kept(instance, host, InstanceState.RUNNING, readAt);
    }

    private static KeptDefinition off(InstanceId instance, HostId host, Instant readAt) {
        return kept(instance, host, InstanceState.STOPPED, readAt);
    }

    private static KeptDefinition kept(InstanceId instance, HostId host, InstanceState state, Instant readAt) {
        return new KeptDefinition(
                instance,
                "uid of " + instance.name(),
                host,
                state,
                true,
                Map.of("vda", ByteSize.of("20GB")),
                "<domain type='kvm'><name>%s</name></domain>".formatted(instance.name()),
                readAt);
    }
}
