package org.migrationrunbooks.runbook;

import java.util.List;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.springframework.boot.test.context.TestComponent;

/** Puts runs on record as they are when their process has begun; whoever calls it is in a transaction. */
@TestComponent
public class RunRows {

    private final RunStore runs;
    private final Claims claims;

    RunRows(RunStore runs, Claims claims) {
        this.runs = runs;
        this.claims = claims;
    }

    /** A run about a host that goes on, carried out by a process that has the name of the run. */
    public Run aboutHost(RunbookKind kind, HostId host, String requester) {
        RunbookId id = RunbookId.random();
        StartRequest request = StartRequest.ofHost(host.platform(), host.name(), "a test");
        runs.insert(id, kind, requester, null, "", request, new RunTarget.OfHost(host), null, "a test");
        begun(id);
        return runs.get(id);
    }

    /** The part of an evacuation that carries out this move, as it is when it has begun. */
    public Run rebuild(Run evacuation, Move move) {
        RunbookId id = RunbookId.random();
        InstanceId instance = move.instance();
        StartRequest request = StartRequest.ofInstance(
                instance.platform(), instance.name(), move.to().name(), "a test");
        runs.insert(
                id,
                RunbookKind.INSTANCE_REBUILD,
                evacuation.requester(),
                null,
                "",
                request,
                new RunTarget.OfInstance(instance),
                evacuation.id(),
                "a test");
        claims.take(id, instance);
        String kind = RunbookKind.INSTANCE_REBUILD.key();
        runs.plan(id, Plan.of(kind, List.of(move), 0, List.of(), null, List.of()), ApprovalTerms.of(false, "a test"));
        begun(id);
        return runs.get(id);
    }

    private void begun(RunbookId id) {
        runs.startedAs(id, id.value());
        runs.state(id, RunbookState.RUNNING, null);
    }
}
