package org.migrationrunbooks.runbook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Placement;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts runbooks. What is wrong with a request is said at once, before anything is recorded; the run, its claim and its process
 * then begin in one transaction.
 */
@Component
public class RunbookStart {

    private final Targets targets;
    private final MovePlanners planners;
    private final CapacityReservations reservations;
    private final RunStore runs;
    private final Claims claims;
    private final EngineDoor engine;
    private final AuditTrail audit;
    private final JsonColumns json;
    private final TransactionTemplate transaction;

    RunbookStart(
            Targets targets,
            MovePlanners planners,
            CapacityReservations reservations,
            RunStore runs,
            Claims claims,
            EngineDoor engine,
            AuditTrail audit,
            JsonColumns json,
            TransactionTemplate transaction) {
        this.targets = targets;
        this.planners = planners;
        this.reservations = reservations;
        this.runs = runs;
        this.claims = claims;
        this.engine = engine;
        this.audit = audit;
        this.json = json;
        this.transaction = transaction;
    }

    /**
     * Starts a runbook, or finds the run that the same request has started before.
     *
     * @param idempotencyKey chosen by the requester; null where a repeated request may start again
     */
    public StartAnswer start(
            RunbookKind kind, StartRequest request, String requester, @Nullable String idempotencyKey) {
        String digest = digest(kind, request);
        try {
            Optional<StartAnswer> before = before(requester, idempotencyKey, digest);
            if (before.isPresent()) {
                return before.get();
            }
            InstanceId instance = targets.instance(request);
            free(instance);
            startable(kind, request, instance);
            return new StartAnswer.Started(record(kind, request, requester, idempotencyKey, digest, instance));
        } catch (ProblemException e) {
            // The same request may have been recorded since the first look; then its run is the answer, not what it
            // claims.
            return before(requester, idempotencyKey, digest).orElseGet(() -> new StartAnswer.Refused(e.problem()));
        } catch (DuplicateKeyException e) {
            // Somebody was quicker, with the same key or for the same instance: what they have recorded gives the
            // answer.
            return before(requester, idempotencyKey, digest)
                    .orElseGet(() -> new StartAnswer.Refused(claimed(targets.instance(request), Optional.empty())));
        }
    }

    private Optional<StartAnswer> before(String requester, @Nullable String key, String digest) {
        if (key == null) {
            return Optional.empty();
        }
        return runs.byIdempotencyKey(requester, key)
                .map(keyed -> keyed.digest().equals(digest)
                        ? new StartAnswer.Existing(keyed.run())
                        : new StartAnswer.Refused(new Problem(
                                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                                "The idempotency key '%s' was used for another request.".formatted(key),
                                "The run that it started is %s; nothing was changed now."
                                        .formatted(keyed.run().state().code()),
                                "Use a new key for a new request.",
                                keyed.run().id(),
                                List.of())));
    }

    private void free(InstanceId instance) {
        Optional<RunbookId> holder = claims.holder(instance);
        if (holder.isPresent()) {
            throw new ProblemException(claimed(instance, holder));
        }
    }

    private static Problem claimed(InstanceId instance, Optional<RunbookId> holder) {
        return new Problem(
                ProblemCode.TARGET_CLAIMED,
                "Another run acts on '%s'.".formatted(instance.name()),
                "That run goes on; nothing was changed by this request.",
                "Wait for it, or cancel it.",
                holder.orElse(null),
                List.of());
    }

    private void startable(RunbookKind kind, StartRequest request, InstanceId instance) {
        MovePlanner planner = planners.of(kind);
        MovePlanner.Readiness readiness = planner.readiness(instance);
        if (readiness instanceof MovePlanner.Readiness.NotReady notReady) {
            throw new ProblemException(notReady.problem());
        }
        var situation = ((MovePlanner.Readiness.Ready) readiness).situation();
        targets.destination(request, situation);
        Placement.Choice choice = planner.choose(
                situation, request, reservations.all(), request.destination(), List.of(), planner.usual());
        if (choice instanceof Placement.Choice.NoneFits) {
            throw new ProblemException(Targets.refused(request, choice));
        }
    }

    private Run record(
            RunbookKind kind,
            StartRequest request,
            String requester,
            @Nullable String idempotencyKey,
            String digest,
            InstanceId instance) {
        RunbookId id = RunbookId.random();
        transaction.executeWithoutResult(status -> {
            String reason = String.valueOf(request.reason());
            runs.insert(id, kind, requester, idempotencyKey, digest, request, instance, reason);
            Optional<RunbookId> other = claims.take(id, instance);
            if (other.isPresent()) {
                throw new ProblemException(claimed(instance, other));
            }
            Map<String, String> details = new HashMap<>(Map.of("kind", kind.key()));
            if (request.destination() != null) {
                details.put("destination", request.destination());
            }
            audit.append(
                    new AuditEvent(AuditCode.RUNBOOK_REQUESTED, requester, id, instance.toString(), reason, details));
            runs.startedAs(
                    id,
                    engine.start(
                            kind, id, requester, Map.of("instance", instance.name(), "platform", instance.platform())));
        });
        return runs.get(id);
    }

    private String digest(RunbookKind kind, StartRequest request) {
        try {
            byte[] bytes = (kind.key() + json.write(request)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
