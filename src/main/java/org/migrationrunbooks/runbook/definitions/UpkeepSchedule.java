package org.migrationrunbooks.runbook.definitions;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/** Has the platforms that need it looked after while the application runs, each in a thread of its own. */
@Component
class UpkeepSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(UpkeepSchedule.class);

    private final List<Upkeep> upkeeps;
    private final DefinitionProperties properties;
    private final EffectGuard permission;
    private final AuditTrail audit;
    private final Set<Upkeep> silent = ConcurrentHashMap.newKeySet();
    private @Nullable ThreadPoolTaskScheduler threads;

    UpkeepSchedule(
            Platforms platforms, DefinitionProperties properties, EffectGuard upkeepPermission, AuditTrail audit) {
        this.upkeeps = platforms.all().stream()
                .flatMap(platform -> platform.upkeep().stream())
                .toList();
        this.properties = properties;
        this.permission = upkeepPermission;
        this.audit = audit;
    }

    @Override
    public synchronized void start() {
        if (threads != null || upkeeps.isEmpty()) {
            return;
        }
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(upkeeps.size());
        scheduler.setThreadNamePrefix("upkeep-");
        scheduler.setDaemon(true);
        scheduler.setErrorHandler(failure -> log.warn("Looking after a platform failed and is tried again", failure));
        scheduler.initialize();
        for (Upkeep upkeep : upkeeps) {
            Future<?> unused = scheduler.scheduleWithFixedDelay(() -> lookAfter(upkeep), properties.interval());
        }
        threads = scheduler;
    }

    private void lookAfter(Upkeep upkeep) {
        try {
            upkeep.run(permission, this::record);
            silent.remove(upkeep);
        } catch (LeaseLostException e) {
            log.debug("Hosts were read, and left as they are: {}", e.getMessage());
        } catch (PlatformUnreachableException e) {
            if (silent.add(upkeep)) { // once per outage is enough for the log
                log.warn("A platform cannot be looked after, which is tried again and again: {}", e.getMessage());
            }
        }
    }

    private void record(Upkeep.AutostartTakenOff changed) {
        audit.append(new AuditEvent(
                AuditCode.AUTOSTART_TAKEN_OFF,
                AuditEvent.SYSTEM,
                null,
                changed.instance().toString(),
                "a host that comes back must not start what may run elsewhere by then",
                Map.of("host", changed.host().toString())));
    }

    @Override
    public synchronized void stop() {
        if (threads != null) {
            threads.shutdown();
            threads = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return threads != null;
    }
}
