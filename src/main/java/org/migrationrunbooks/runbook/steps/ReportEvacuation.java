package org.migrationrunbooks.runbook.steps;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Says whether everything that was to be rebuilt runs elsewhere, and what does not. */
@Component("reportEvacuation")
class ReportEvacuation implements JavaDelegate {

    private static final Set<Ending> REBUILT = EnumSet.of(Ending.REBUILT, Ending.REBUILT_UNVERIFIED);

    private final RunStore runs;
    private final HostProof proof;

    ReportEvacuation(RunStore runs, HostProof proof) {
        this.runs = runs;
        this.proof = proof;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        proof.requireOnce(run);
        Map<InstanceId, Run> rebuilds =
                runs.childrenOf(run.id()).stream().collect(Collectors.toMap(Run::instance, Function.identity()));
        List<String> missing = StepInput.plan(run).moves().stream()
                .map(Move::instance)
                .flatMap(instance -> missing(instance, rebuilds.get(instance)).stream())
                .toList();
        execution.setVariable("evacuatedInPart", !missing.isEmpty());
        execution.setVariable(
                StepInput.PROBLEM, missing.isEmpty() ? null : "Not rebuilt: %s.".formatted(String.join(", ", missing)));
    }

    private static Optional<String> missing(InstanceId instance, @Nullable Run rebuild) {
        if (rebuild == null) {
            return Optional.of(instance.name() + ": not begun");
        }
        Ending ending = rebuild.ending();
        return ending != null && REBUILT.contains(ending)
                ? Optional.empty()
                : Optional.of("%s: %s".formatted(instance.name(), ending == null ? "not ended" : ending.code()));
    }
}
