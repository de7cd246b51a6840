/**
 * The REST API under {@code /api/v1}: controllers, the records that are their JSON, and the problem details that answer every
 * refusal. Nothing is decided here; whoever decides is asked through its facade.
 */
@ApplicationModule(
        allowedDependencies = {
            "fleet",
            "platform",
            "planning",
            "forecast",
            "approval",
            "audit",
            "runbook",
            "runbook :: monitor",
            "review"
        })
@NullMarked
package org.migrationrunbooks.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
