package org.migrationrunbooks.runbook.definitions;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.OperatingMode;
import org.migrationrunbooks.testing.EmbeddedDatabase;

/** When platforms are left as they are. */
class UpkeepPermissionTest {

    private final StoreOverDatabase node = new StoreOverDatabase(EmbeddedDatabase.h2());

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aNodeThatOperatesMayChangeThem() {
        assertThatNoException()
                .isThrownBy(() -> permission(OperatingMode.Mode.OPERATE).beforeEffect());
    }

    @Test
    void aNodeThatOnlyLooksMayNot() {
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> permission(OperatingMode.Mode.OBSERVE).beforeEffect())
                .withMessageContaining("only looks");
    }

    @Test
    void nobodyMayWhileTheBrakeIsEngaged() {
        node.brake().set(true, "admin", "a storm");

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> permission(OperatingMode.Mode.OPERATE).beforeEffect())
                .withMessageContaining("brake");
    }

    private UpkeepPermission permission(OperatingMode.Mode mode) {
        return new UpkeepPermission(new OperatingMode(mode), node.brake());
    }
}
