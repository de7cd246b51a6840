package org.migrationrunbooks.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells the refusal in two sentences instead of a stack trace. */
final class SampleUsersReachableAnalyzer extends AbstractFailureAnalyzer<SampleUsersReachableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SampleUsersReachableException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
