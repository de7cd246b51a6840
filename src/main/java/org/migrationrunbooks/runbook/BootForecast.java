package org.migrationrunbooks.runbook;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.forecast.ColdForecaster;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.scheduling.BootCaps;
import org.migrationrunbooks.scheduling.BootSchedule;

/** Foretells how long it takes, once the host is off, until everything of a plan has booted in its turn. */
final class BootForecast {

    private BootForecast() {}

    /** The forecast of what is rebuilt among these; its downtime is that of the last instance, without what has passed before. */
    static Forecast of(List<Disposition> dispositions, BootCaps caps) {
        List<BootSchedule.Boot> boots = dispositions.stream()
                .filter(disposition -> disposition.kind().rebuilds())
                .sorted(Comparator.comparing(Disposition::priority, Comparator.reverseOrder()))
                .map(disposition -> new BootSchedule.Boot(
                        disposition.instance(),
                        Objects.requireNonNull(disposition.destination()),
                        disposition.instance().platform(),
                        ColdForecaster.BOOT))
                .toList();
        Forecast.Range total = BootSchedule.makespan(boots, caps);
        return new Forecast(
                Forecast.Convergence.CONVERGES,
                total,
                total,
                ByteSize.ZERO,
                1,
                List.of(
                        boots.size() == 1
                                ? "One instance boots."
                                : "%d instances boot in turn, at most %d on one host and %d from one storage at the same time."
                                        .formatted(boots.size(), caps.perHost(), caps.perStorage()),
                        "Counted from when the host is off; how long a guest takes to boot is assumed, not measured."));
    }
}
