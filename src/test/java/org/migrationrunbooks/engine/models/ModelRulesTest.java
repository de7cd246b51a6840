package org.migrationrunbooks.engine.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds its fault: one good model, and the fault put into it. */
class ModelRulesTest {

    private static final Path FOLDER = Path.of("src/test/resources/models");
    private static final Path GOOD = FOLDER.resolve("good/good.bpmn");

    private final ModelRules rules = new ModelRules(new KnownSteps(), releaseWith("verification"));

    @Test
    void aGoodModelKeepsAllRules() {
        assertThat(rules.violations(ProcessModel.read(GOOD))).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            textBlock =
                    """
            process id="good"                       | process id="bad"                    | good.bpmn: its process has the id 'bad', not the file's name
            isExecutable="true"                     | isExecutable="false"                | good.bpmn: has to hold exactly one process, executable
            name="Good model"                       | name=""                             | good.bpmn: its process has no name
            Gateway_Join                            | Join                                | good.bpmn: Join: its id has to match Gateway_\\w+
            Task_Choose                             | Choose                              | good.bpmn: Choose: its id has to match Task_\\w+
            Flow_Verified                           | Verified                            | good.bpmn: Verified: its id has to match Flow_\\w+
            name="Check instance"                   | name=""                             | good.bpmn: Task_Check: has no name
            name="Approval overdue"                 | name=""                             | good.bpmn: Event_ApprovalLate: has no name
            name="Approval needed?"                 | name="Approval"                     | good.bpmn: Gateway_Approval: has to be named as a question
            name="No"                               | name=""                             | good.bpmn: Flow_NoApproval: has no name, though it answers Gateway_Approval
            id="Gateway_Join"                       | id="Gateway_Join" name="Go on"      | good.bpmn: Gateway_Join: is a join and needs no name
            name="Move refused"                     | name="Instance moved"               | good.bpmn: the outcome 'Instance moved' stands at Event_Moved and Event_Refused
            camunda:historyTimeToLive="P365D"       |                                     | good.bpmn: has no camunda:historyTimeToLive
            camunda:delegateExpression="${checkInstance}" | camunda:class="java.lang.Object" | good.bpmn: Task_Check: has to be a delegate expression or an external task with a topic
            camunda:topic="transfer"                |                                     | good.bpmn: Task_Transfer: has to be a delegate expression or an external task with a topic
            camunda:asyncBefore="true"              |                                     | good.bpmn: Task_Check: has to be asyncBefore
            <camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle> | | good.bpmn: Task_Check: has no camunda:failedJobRetryTimeCycle
            camunda:asyncAfter="true" camunda:type  | camunda:type                        | good.bpmn: Task_Transfer: is a long operation and has to be asyncAfter
            attachedToRef="Task_Transfer" cancelActivity="false" | attachedToRef="Task_Transfer" | good.bpmn: Task_Transfer: is a long operation and would be interrupted by Event_TransferSlow
            attachedToRef="Task_Approve"            | attachedToRef="Task_Check"          | good.bpmn: Task_Approve: waits without a timer
            camunda:asyncAfter="true" camunda:collection | camunda:collection             | good.bpmn: Task_VerifyAll: needs camunda:asyncAfter within its loop characteristics
            ' default="Flow_NoApproval"'            |                                     | good.bpmn: Gateway_Approval: has no default flow
            errorRef="Error_TransferFailed"         | errorRef="Error_NotReady"           | good.bpmn: Task_Transfer: throws the error 'TransferFailed', which nothing catches
            errorCode="InstanceNotReady"            | errorCode="InstanceNotRaedy"        | good.bpmn: Event_CheckFailed: catches the error 'InstanceNotRaedy', which is never thrown there
            ${checkInstance}                        | ${chekInstance}                     | good.bpmn: Task_Check: there is no step ${chekInstance}
            camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle> | camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle><camunda:executionListener event="end" delegateExpression="${tell}" /> | good.bpmn: Task_Check: there is no step ${tell}
            camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle> | camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle><camunda:executionListener event="end" class="org.example.Missing" /> | good.bpmn: Task_Check: there is no class org.example.Missing
            camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle> | camunda:failedJobRetryTimeCycle>R5/PT10S</camunda:failedJobRetryTimeCycle><camunda:executionListener event="end"><camunda:script scriptFormat="groovy" resource="deployment://good/missing.groovy" /></camunda:executionListener> | good.bpmn: Task_Check: there is no script deployment://good/missing.groovy in the deployment
            calledElementBinding="deployment"       | calledElementBinding="latest"       | good.bpmn: Task_VerifyAll: needs camunda:calledElementBinding="deployment"
            calledElement="verification"            | calledElement="verify"              | good.bpmn: Task_VerifyAll: there is no runbook verify
            decisionRefBinding="deployment"         | decisionRefBinding="latest"         | good.bpmn: Task_Choose: needs camunda:decisionRefBinding="deployment"
            decisionRef="choose-strategy"           | decisionRef="choose"                | good.bpmn: Task_Choose: there is no decision choose
            formRefBinding="deployment"             | formRefBinding="latest"             | good.bpmn: Task_Approve: needs camunda:formRefBinding="deployment"
            formRef="approve-move"                  | formRef="approve"                   | good.bpmn: Task_Approve: there is no form approve
            candidateGroups="approvers"             | candidateGroups="bosses"            | good.bpmn: Task_Approve: its candidate groups have to be among the roles
            bpmnElement="Task_Check"                | bpmnElement="Event_Moved"           | good.bpmn: Task_Check: is not drawn
            bpmnElement="Flow_Verified"             | bpmnElement="Flow_Checked"          | good.bpmn: Flow_Verified: is not drawn
            """)
    void aFaultIsFound(String right, String wrong, String message) throws IOException {
        String good = Files.readString(GOOD);
        assertThat(good).contains(right.replace("'", ""));
        String bad = good.replace(right.replace("'", ""), wrong == null ? "" : wrong);

        assertThat(rules.violations(ProcessModel.parse("good.bpmn", bad))).contains(message);
    }

    @Test
    void anErrorEndEventIsNoOutcome() throws IOException {
        String bad = Files.readString(GOOD)
                .replace(
                        "<bpmn:incoming>Flow_Verified</bpmn:incoming>",
                        "<bpmn:incoming>Flow_Verified</bpmn:incoming><bpmn:errorEventDefinition errorRef=\"Error_NotReady\" />");

        assertThat(rules.violations(ProcessModel.parse("good.bpmn", bad)))
                .containsExactly("good.bpmn: Event_Moved: ends the run with an error instead of a named outcome");
    }

    @Test
    void aDecisionThatDoesNotParseIsFound(@TempDir Path folder) throws IOException {
        Path decision = FOLDER.resolve("decisions/choose-strategy.dmn");
        assertThat(DecisionRules.violations(decision)).isEmpty();

        Path other = folder.resolve("other.dmn");
        Files.writeString(
                other,
                Files.readString(decision)
                        .replace(" camunda:historyTimeToLive=\"P365D\"", "")
                        .replace("hitPolicy=\"FIRST\"", "hitPolicy=\"COLLECT\" aggregation=\"SUM\"")
                        .replace("typeRef=\"string\"", "typeRef=\"no such type\""),
                StandardCharsets.UTF_8);

        assertThat(DecisionRules.violations(other))
                .contains(
                        "other.dmn: choose-strategy: has no camunda:historyTimeToLive",
                        "other.dmn: no decision in it has the file's name");
    }

    private static ReleaseFiles releaseWith(String process) {
        ReleaseFiles files = ReleaseFiles.in(FOLDER);
        Set<String> processes = new TreeSet<>(files.processes());
        processes.add(process);
        return new ReleaseFiles(files.folder(), files.paths(), processes, files.decisions(), files.forms());
    }

    /** The steps of the good model. */
    private static final class KnownSteps implements StepCatalogue {

        @Override
        public boolean hasStep(String beanName) {
            return List.of("checkInstance").contains(beanName);
        }

        @Override
        public Set<String> errorsOf(ServiceTask task) {
            return ProcessModel.isExternal(task) ? Set.of("TransferFailed") : Set.of("InstanceNotReady");
        }

        @Override
        public Set<String> allErrors() {
            return Set.of("TransferFailed", "InstanceNotReady");
        }
    }
}
