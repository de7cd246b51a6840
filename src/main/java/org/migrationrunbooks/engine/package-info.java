/**
 * The engine of the runbooks: its rules, the release of process models it runs, its history told to the audit, its metrics.
 * Nothing about hosts, instances or approvals may be known here; other modules add {@code ProcessEnginePlugin} beans of their own.
 *
 * <p>What must hold for safety is set in code and no property can undo it ({@code EngineRules}); what an operator may tune
 * (threads, waiting times, the history's lifetime) stands in {@code application.yaml} under {@code camunda.bpm}.
 */
@ApplicationModule(allowedDependencies = {"audit", "fleet"})
@NullMarked
package org.migrationrunbooks.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
