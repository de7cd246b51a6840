package org.migrationrunbooks.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How runs are streamed to those who watch them.
 *
 * @param eventInterval how often a watched run is read
 * @param eventHeartbeat how long a stream may be silent; a client that went away is noticed by then
 * @param eventStreams how many may be open at once on this node
 * @param eventStreamLimit how long one lasts; whoever watches opens the next one, if that person still may
 */
@ConfigurationProperties("runbooks.api")
record ApiProperties(
        @DefaultValue("500ms") Duration eventInterval,
        @DefaultValue("15s") Duration eventHeartbeat,
        @DefaultValue("200") int eventStreams,
        @DefaultValue("5m") Duration eventStreamLimit) {}
