package org.migrationrunbooks.engine;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a refused release in two sentences instead of a stack trace. */
final class ReleaseRefusedAnalyzer extends AbstractFailureAnalyzer<ReleaseRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ReleaseRefusedException cause) {
        return new FailureAnalysis(
                "The runbooks were not deployed: " + cause.getMessage() + ".", cause.action(), cause);
    }
}
