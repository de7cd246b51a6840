package org.migrationrunbooks.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.forecast.Forecast.Convergence;

/** What a forecast rests on, for the operator who has to decide by it. */
final class Notes {

    private final ForecastRequest request;
    private final List<String> sentences = new ArrayList<>();

    private Notes(ForecastRequest request) {
        this.request = request;
    }

    /** The notes on a forecast with this verdict, which so many of the cases had. */
    static List<String> on(ForecastRequest request, Convergence verdict, Map<Convergence, Long> verdicts) {
        Notes notes = new Notes(request);
        notes.onVerdict(verdict);
        notes.onOtherVerdicts(verdict, verdicts);
        notes.onInputs();
        return notes.sentences;
    }

    private void onVerdict(Convergence verdict) {
        switch (verdict) {
            case CONVERGES -> {}
            case WITH_AUTO_CONVERGE -> add("It ends only since the guest's processors are slowed down, by up to 99 %.");
            case WITH_POST_COPY ->
                add("It ends only by post-copy, counted from the end of the first pass; if the link or a host is lost"
                        + " from then on, the instance's memory is lost.");
            case NEVER -> {
                add("Memory is written faster than the link can carry it away; the time given is when that is plain.");
                onDowntimeNeeded();
            }
        }
    }

    /** The smallest downtime limit with which plain pre-copy would end, as far as the load is known. */
    private void onDowntimeNeeded() {
        DataRate rate = request.load().dirtyRate();
        ByteSize set = request.load().workingSet();
        if (rate != null && set != null) {
            Calibration calibration = Calibration.MEASURED;
            Transfer.Inputs inputs = Cases.expected(request, rate, set, calibration);
            double seconds = inputs.equilibrium() / inputs.bandwidth();
            add("Pre-copy alone would end with a downtime limit of about %s s."
                    .formatted(String.format(Locale.ROOT, "%.1f", Math.ceil(seconds * 10 + 0.5) / 10)));
        }
    }

    private void onOtherVerdicts(Convergence verdict, Map<Convergence, Long> verdicts) {
        long total = verdicts.values().stream().mapToLong(Long::longValue).sum();
        verdicts.forEach((other, count) -> {
            long percent = Math.round(100.0 * count / total);
            if (other != verdict && percent > 0) {
                add("In %d %% of the cases considered it %s."
                        .formatted(
                                percent,
                                switch (other) {
                                    case CONVERGES -> "ends by plain pre-copy";
                                    case WITH_AUTO_CONVERGE -> "needs the guest to be slowed down";
                                    case WITH_POST_COPY -> "needs post-copy";
                                    case NEVER -> "never ends";
                                }));
            }
        });
    }

    private void onInputs() {
        DataRate rate = request.load().dirtyRate();
        add(
                rate == null
                        ? "Dirty rate not known: assumed between %s and %s."
                                .formatted(
                                        rate(Cases.UNKNOWN_DIRTY_RATE.at(0.05)), rate(Cases.UNKNOWN_DIRTY_RATE.high()))
                        : "Dirty rate %s as measured or declared, taken as right within %s."
                                .formatted(rate, percent(Cases.KNOWN_WITHIN - 1)));
        ByteSize set = request.load().workingSet();
        add(
                set == null
                        ? "Working set not known: assumed between %s and %s of the memory%s."
                                .formatted(
                                        percent(Cases.UNKNOWN_WORKING_SET.at(0.05)),
                                        percent(Cases.UNKNOWN_WORKING_SET.high()),
                                        rate == null ? "" : ", and no less than one second dirties")
                        : "Working set %s as measured or declared, taken as right within %s."
                                .formatted(set, percent(Cases.KNOWN_WITHIN - 1)));
        add("Pages never touched are not known: assumed that between %s and all of %s is sent."
                .formatted(percent(Cases.TOUCHED_AT_LEAST), request.memory()));
        if (request.disksCopied().bytes() > 0) {
            add(
                    "Disks of %s are copied first; how full they are is not known: assumed between %s and all. What the guest"
                                    .formatted(request.disksCopied(), percent(Cases.FILLED_AT_LEAST))
                            + " writes to them meanwhile is sent again and not counted.");
        }
        add("Link %s as declared; protocol, set-up and slowdown by others as in 1000 measured migrations."
                .formatted(request.bandwidth()));
    }

    private void add(String sentence) {
        sentences.add(sentence);
    }

    private static DataRate rate(double bytesPerSecond) {
        return DataRate.ofBytesPerSecond(Math.round(bytesPerSecond));
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
