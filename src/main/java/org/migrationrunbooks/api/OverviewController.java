package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.RunOverviews;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Shows all runs at a glance: one request, or one stream, however many there are. */
@RestController
@RequestMapping("/api/v1/overview")
@Tag(name = "Runbooks")
class OverviewController {

    private final RunOverviews overviews;
    private final Brake brake;
    private final RunbookStreams streams;

    OverviewController(RunOverviews overviews, Brake brake, RunbookStreams streams) {
        this.overviews = overviews;
        this.brake = brake;
        this.streams = streams;
    }

    @GetMapping
    @Operation(summary = "All runs at a glance: how many, which go on and how far they are, and the brake")
    OverviewView get() {
        return OverviewView.of(overviews.read(), brake.state());
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Watch all runs at a glance",
            description =
                    "Server-sent events named 'overview', each with what GET of the overview answers. It has no end.")
    SseEmitter events() {
        return streams.open("overview", () -> RunbookStreams.Reading.goingOn(get()));
    }
}
