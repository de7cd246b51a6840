package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEntry;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.runbook.RunDetails.GateView;
import org.springframework.stereotype.Component;

/** What the audit has about a run for which there are no rows elsewhere: what was decided at its gate, and why its plan was dropped. */
@Component
class AuditedDecisions {

    /** More than anybody reads; the audit itself has all of them. */
    private static final int MOST = 100;

    private final AuditQuery audit;

    AuditedDecisions(AuditQuery audit) {
        this.audit = audit;
    }

    /** What people have decided at the gate, oldest first. */
    List<GateView> atTheGate(Run run) {
        List<GateView> decisions = new ArrayList<>(entries(run, AuditCode.DECISION_TAKEN).stream()
                .map(entry -> new GateView(
                        entry.at(), entry.actor(), entry.details().getOrDefault("decision", ""), entry.reason()))
                .toList());
        Collections.reverse(decisions);
        return decisions;
    }

    /** Why the plan that was replaced last no longer held; empty where it was not replaced because of that. */
    Optional<String> whyAnew(Run run) {
        return run.earlierPlan() == null
                ? Optional.empty()
                : entries(run, AuditCode.PLAN_DRIFTED).stream()
                        .filter(entry -> run.earlierPlan()
                                .hash()
                                .value()
                                .equals(entry.details().get("planHash")))
                        .findFirst()
                        .map(AuditEntry::reason);
    }

    private List<AuditEntry> entries(Run run, AuditCode code) {
        return audit.find(
                        new AuditFilter(run.id(), code, null, null, null, null), AuditQuery.Order.NEWEST_FIRST, 0, MOST)
                .items();
    }
}
