package org.migrationrunbooks.runbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.stereotype.Component;

/** Gives the BPMN model that a run follows, which is the one that was deployed when it began. */
@Component
public class RunModels {

    private final RunStore runs;
    private final HistoryService history;
    private final RepositoryService repository;

    RunModels(RunStore runs, HistoryService history, RepositoryService repository) {
        this.runs = runs;
        this.history = history;
        this.repository = repository;
    }

    /** The model as XML; empty where there is no such run, or the engine's history no longer has it. */
    public Optional<String> of(RunbookId id) {
        return runs.find(id)
                .flatMap(run -> Optional.ofNullable(run.processInstanceId()))
                .flatMap(process -> Optional.ofNullable(history.createHistoricProcessInstanceQuery()
                        .processInstanceId(process)
                        .singleResult()))
                .map(HistoricProcessInstance::getProcessDefinitionId)
                .map(this::xml);
    }

    private String xml(String definition) {
        try (InputStream model = repository.getProcessModel(definition)) {
            return new String(model.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
