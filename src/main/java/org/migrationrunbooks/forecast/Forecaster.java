package org.migrationrunbooks.forecast;

/** Foretells live migrations. */
public interface Forecaster {

    Forecast forecast(ForecastRequest request);
}
