package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.migrationrunbooks.runbook.OperatingMode;
import org.migrationrunbooks.runbook.monitor.HostMonitor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the host monitor sees, what it did, and why not. */
@RestController
@RequestMapping("/api/v1/monitor")
@Tag(name = "Monitor", description = "Signs of life of hosts, and what the host monitor makes of them")
class MonitorController {

    private final HostMonitor monitor;
    private final OperatingMode mode;

    MonitorController(HostMonitor monitor, OperatingMode mode) {
        this.monitor = monitor;
        this.mode = mode;
    }

    @GetMapping
    @Operation(
            summary = "Every host with its signs of life, and what the monitor did or why not",
            description = "As the node that answers saw it at its last look; one node of several acts on what it sees.")
    MonitorView get() {
        return MonitorView.of(monitor.state(), mode.mode());
    }
}
