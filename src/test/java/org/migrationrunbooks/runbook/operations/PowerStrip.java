package org.migrationrunbooks.runbook.operations;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;

/** A device in front of the platform's own one, which may be broken in every way in which such devices are. */
final class PowerStrip implements FencingDevice {

    static final String NAME = "strip";

    private final Supplier<FencingDevice> behind;
    private Mode mode = Mode.HONEST;
    private @Nullable PowerReading told;

    /** Takes the device that does what this one is told. */
    PowerStrip(Supplier<FencingDevice> behind) {
        this.behind = behind;
    }

    /** What it does. */
    enum Mode {
        HONEST,
        SILENT,
        /** Says that everything is off and switches nothing, as one that is wired to another host. */
        CLAIMS_OFF,
        CLAIMS_ON,
        UNSURE,
        /** Does what it is told and does not say so. */
        LOSES_ANSWERS
    }

    void mode(Mode now) {
        mode = now;
    }

    Mode mode() {
        return mode;
    }

    /** What it has told last since this was asked for the last time; null where it has told nothing. */
    @Nullable
    PowerReading lastTold() {
        PowerReading last = told;
        told = null;
        return last;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String method() {
        return "test";
    }

    @Override
    public boolean serves(HostId host) {
        return true;
    }

    @Override
    public PowerReading power(HostId host) {
        told = null;
        PowerReading truth = answering().power(host);
        PowerState state =
                switch (mode) {
                    case HONEST, LOSES_ANSWERS, SILENT -> truth.state();
                    case CLAIMS_OFF -> PowerState.OFF;
                    case CLAIMS_ON -> PowerState.ON;
                    case UNSURE -> PowerState.UNKNOWN;
                };
        told = new PowerReading(state, truth.readAt(), "strip: " + mode);
        return told;
    }

    @Override
    public String off(HostId host, EffectGuard guard) {
        return switched(() -> answering().off(host, guard), guard);
    }

    @Override
    public String on(HostId host, EffectGuard guard) {
        return switched(() -> answering().on(host, guard), guard);
    }

    private String switched(Supplier<String> work, EffectGuard guard) {
        guard.beforeEffect();
        return switch (mode) {
            case HONEST, SILENT -> work.get();
            case CLAIMS_OFF, CLAIMS_ON, UNSURE -> "done";
            case LOSES_ANSWERS -> throw new AnswerLostException(NAME + " did not say that it has " + work.get(), null);
        };
    }

    private FencingDevice answering() {
        if (mode == Mode.SILENT) {
            throw new PlatformUnreachableException(NAME + " does not answer", null);
        }
        return behind.get();
    }
}
