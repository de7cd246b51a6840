package org.migrationrunbooks.scheduling;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Permissions to boot, durable and common to all nodes. Whoever has to wait asks again; a slot is granted to the one whose turn it is:
 * higher priority first, then who asked first. Those whose host or storage is full hold up nobody else.
 */
@Component
public class BootSlots {

    /** Who has not asked for so long is no longer waited for; it keeps its place for when it asks again. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final BootLanes lanes;
    private final BootCaps caps;
    private final Clock clock;

    BootSlots(JdbcClient jdbc, BootLanes lanes, BootCaps caps, Clock clock) {
        this.jdbc = jdbc;
        this.lanes = lanes;
        this.caps = caps;
        this.clock = clock;
    }

    /**
     * Asks whether the instance may boot now. Asked again, it answers the same once it was granted; with another host or storage, the
     * request takes the place of the earlier one.
     */
    @Transactional
    public BootAnswer ask(BootRequest request) {
        lanes.lock(request.host(), request.storage());
        Instant now = now();
        Slot own = own(request, now);
        if (own.grantedAt() != null) {
            return new BootAnswer.Granted(own.grantedAt());
        }
        Optional<String> waitsFor = waitsFor(own, now);
        if (waitsFor.isPresent()) {
            return new BootAnswer.Waiting(waitsFor.get());
        }
        jdbc.sql("update mr_boot_slot set granted_at = ? where runbook_id = ? and platform = ? and instance = ?")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        request.runbook().value(),
                        request.instance().platform(),
                        request.instance().name())
                .update();
        return new BootAnswer.Granted(now);
    }

    /** Gives back the slot of one instance, or its place among those who wait. Idempotent. */
    @Transactional
    public void release(RunbookId runbook, InstanceId instance) {
        jdbc.sql("delete from mr_boot_slot where runbook_id = ? and platform = ? and instance = ?")
                .params(runbook.value(), instance.platform(), instance.name())
                .update();
    }

    /** Gives back every slot and place of a run. Idempotent. */
    @Transactional
    public void release(RunbookId runbook) {
        jdbc.sql("delete from mr_boot_slot where runbook_id = ?")
                .param(runbook.value())
                .update();
    }

    private record Slot(BootRequest request, long place, Instant askedAt, @Nullable Instant grantedAt) {}

    private Optional<String> waitsFor(Slot own, Instant now) {
        List<Slot> all = jdbc.sql("select * from mr_boot_slot order by priority desc, place")
                .query(BootSlots::slot)
                .list();
        HostId host = own.request().host();
        String storage = own.request().storage();
        BootQueue queue = new BootQueue(caps);
        all.stream()
                .filter(slot -> slot.grantedAt() != null)
                .forEach(slot ->
                        queue.count(slot.request().host(), slot.request().storage()));
        Optional<String> full = queue.full(host, storage);
        if (full.isPresent()) {
            return full.map(what -> what + ".");
        }
        all.stream()
                .filter(slot -> slot.grantedAt() == null)
                .takeWhile(slot -> !slot.equals(own))
                .filter(slot -> !slot.askedAt().plus(PATIENCE).isBefore(now))
                .forEach(slot ->
                        queue.admit(slot.request().host(), slot.request().storage()));
        return queue.full(host, storage)
                .map(what -> what + " once those have started that go first, by priority or since they asked earlier.");
    }

    /** The row of this request, made where it is missing. */
    private Slot own(BootRequest request, Instant now) {
        Optional<Slot> found = find(request);
        if (found.isPresent()
                && (!found.get().request().host().equals(request.host())
                        || !found.get().request().storage().equals(request.storage()))) {
            release(request.runbook(), request.instance());
            found = Optional.empty();
        }
        if (found.isPresent()) {
            jdbc.sql("update mr_boot_slot set priority = ?, asked_at = ?"
                            + " where runbook_id = ? and platform = ? and instance = ?")
                    .params(
                            request.priority(),
                            now.atOffset(ZoneOffset.UTC),
                            request.runbook().value(),
                            request.instance().platform(),
                            request.instance().name())
                    .update();
        } else {
            jdbc.sql("insert into mr_boot_slot (runbook_id, platform, instance, host, storage, priority, asked_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            request.runbook().value(),
                            request.instance().platform(),
                            request.instance().name(),
                            request.host().name(),
                            request.storage(),
                            request.priority(),
                            now.atOffset(ZoneOffset.UTC))
                    .update();
        }
        return find(request).orElseThrow();
    }

    private Optional<Slot> find(BootRequest request) {
        return jdbc.sql("select * from mr_boot_slot where runbook_id = ? and platform = ? and instance = ?")
                .params(
                        request.runbook().value(),
                        request.instance().platform(),
                        request.instance().name())
                .query(BootSlots::slot)
                .optional();
    }

    private static Slot slot(ResultSet row, int number) throws SQLException {
        String platform = row.getString("platform");
        OffsetDateTime granted = row.getObject("granted_at", OffsetDateTime.class);
        return new Slot(
                new BootRequest(
                        new RunbookId(row.getString("runbook_id")),
                        new InstanceId(platform, row.getString("instance")),
                        new HostId(platform, row.getString("host")),
                        row.getString("storage"),
                        row.getInt("priority")),
                row.getLong("place"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                granted == null ? null : granted.toInstant());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
