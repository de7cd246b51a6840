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
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts runbooks. What is wrong with a request is said at once, before anything is recorded; the run, its claim and its process
 * then begin in one transaction.
 */
@Component
public class RunbookStart {

    private final List<Opening> openings;
    private final RunStore runs;
    private final EngineDoor engine;
    private final Brake brake;
    private final AuditTrail audit;
    private final JsonColumns json;
    private final TransactionTemplate transaction;

    RunbookStart(
            List<Opening> openings,
            RunStore runs,
            EngineDoor engine,
            Brake brake,
            AuditTrail audit,
            JsonColumns json,
            TransactionTemplate transaction) {
        this.openings = openings;
        this.runs = runs;
        this.engine = engine;
        this.brake = brake;
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
            Optional<Problem> braked = brake.againstStart();
            if (braked.isPresent()) {
                return new StartAnswer.Refused(braked.get());
            }
            Opening opening = opening(kind);
            RunTarget target = opening.target(kind, request);
            Optional<RunbookId> holder = opening.holder(target);
            if (holder.isPresent()) {
                throw new ProblemException(claimed(target, holder));
            }
            opening.check(kind, request, target);
            return new StartAnswer.Started(record(kind, request, requester, idempotencyKey, digest, opening, target));
        } catch (ProblemException e) {
            // The same request may have been recorded since the first look; then its run is the answer, not what it
            // claims.
            return before(requester, idempotencyKey, digest).orElseGet(() -> new StartAnswer.Refused(e.problem()));
        } catch (DuplicateKeyException e) {
            // Somebody was quicker, with the same key or for the same instance: what they have recorded gives the
            // answer.
            return before(requester, idempotencyKey, digest)
                    .orElseGet(() ->
                            new StartAnswer.Refused(claimed(opening(kind).target(kind, request), Optional.empty())));
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

    private Opening opening(RunbookKind kind) {
        return openings.stream()
                .filter(opening -> opening.scope() == kind.scope())
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemCode.RUNBOOK_UNSUPPORTED,
                        "'%s' is begun by other runbooks only.".formatted(kind.key()),
                        "Nothing was changed.",
                        "Start the runbook that it is a part of.")));
    }

    private static Problem claimed(RunTarget target, Optional<RunbookId> holder) {
        return new Problem(
                ProblemCode.TARGET_CLAIMED,
                "Another run acts on '%s'.".formatted(target.name()),
                "That run goes on; nothing was changed by this request.",
                "Wait for it, or cancel it.",
                holder.orElse(null),
                List.of());
    }

    private Run record(
            RunbookKind kind,
            StartRequest request,
            String requester,
            @Nullable String idempotencyKey,
            String digest,
            Opening opening,
            RunTarget target) {
        RunbookId id = RunbookId.random();
        transaction.executeWithoutResult(status -> {
            String reason = String.valueOf(request.reason());
            runs.insert(id, kind, requester, idempotencyKey, digest, request, target, null, reason);
            Optional<RunbookId> other = opening.claim(id, target);
            if (other.isPresent()) {
                throw new ProblemException(claimed(target, other));
            }
            Map<String, String> details = new HashMap<>(Map.of("kind", kind.key()));
            if (request.destination() != null) {
                details.put("destination", request.destination());
            }
            audit.append(
                    new AuditEvent(AuditCode.RUNBOOK_REQUESTED, requester, id, target.toString(), reason, details));
            runs.startedAs(
                    id,
                    engine.start(
                            kind,
                            id,
                            requester,
                            Map.of(
                                    target instanceof RunTarget.OfHost ? "host" : "instance",
                                    target.name(),
                                    "platform",
                                    target.platform())));
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
