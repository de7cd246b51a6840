package org.migrationrunbooks.engine.models;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaScript;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** What a model names exists, and comes from the deployment of the model itself. */
final class ReferenceRules {

    private static final Set<String> ROLES = Set.of("operators", "approvers", "auditors", "administrators");
    private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");
    private static final String IN_DEPLOYMENT = "deployment://";

    private final StepCatalogue steps;
    private final ReleaseFiles files;

    ReferenceRules(StepCatalogue steps, ReleaseFiles files) {
        this.steps = steps;
        this.files = files;
    }

    List<ModelRule> all() {
        return List.of(
                this::delegatesExist,
                this::classesExist,
                this::scriptsExist,
                this::calledRunbooksAreOfTheSameDeployment,
                this::decisionsAreOfTheSameDeployment,
                this::formsAreOfTheSameDeployment,
                this::tasksAreOfferedToARole);
    }

    Stream<String> delegatesExist(ProcessModel model) {
        return attributes(model, "delegateExpression").flatMap(use -> {
            Matcher bean = BEAN.matcher(use.value());
            boolean exists = bean.matches() && steps.hasStep(bean.group(1));
            return exists ? Stream.empty() : Stream.of(use.problem(model, "there is no step " + use.value()));
        });
    }

    Stream<String> classesExist(ProcessModel model) {
        return attributes(model, "class").flatMap(use -> {
            try {
                Class.forName(use.value());
                return Stream.empty();
            } catch (ClassNotFoundException e) {
                return Stream.of(use.problem(model, "there is no class " + use.value()));
            }
        });
    }

    Stream<String> scriptsExist(ProcessModel model) {
        Stream<Use> ofTasks = model.all(ScriptTask.class)
                .filter(task -> task.getCamundaResource() != null)
                .map(task -> new Use(task, task.getCamundaResource()));
        Stream<Use> ofOthers = model.all(CamundaScript.class)
                .filter(script -> script.getCamundaResource() != null)
                .map(script -> new Use(script, script.getCamundaResource()));
        return Stream.concat(ofTasks, ofOthers)
                .filter(use -> !use.value().startsWith(IN_DEPLOYMENT)
                        || !files.hasFile(use.value().substring(IN_DEPLOYMENT.length())))
                .map(use -> use.problem(model, "there is no script %s in the deployment".formatted(use.value())));
    }

    Stream<String> calledRunbooksAreOfTheSameDeployment(ProcessModel model) {
        return model.all(CallActivity.class)
                .flatMap(call -> reference(
                        model,
                        call,
                        "calledElementBinding",
                        call.getCamundaCalledElementBinding(),
                        "runbook",
                        call.getCalledElement(),
                        files.processes()));
    }

    Stream<String> decisionsAreOfTheSameDeployment(ProcessModel model) {
        return model.all(BusinessRuleTask.class)
                .filter(task -> task.getCamundaDelegateExpression() == null)
                .flatMap(task -> reference(
                        model,
                        task,
                        "decisionRefBinding",
                        task.getCamundaDecisionRefBinding(),
                        "decision",
                        task.getCamundaDecisionRef(),
                        files.decisions()));
    }

    Stream<String> formsAreOfTheSameDeployment(ProcessModel model) {
        return model.all(UserTask.class).flatMap(task -> {
            String key = task.getCamundaFormKey();
            if (key == null) {
                return reference(
                        model,
                        task,
                        "formRefBinding",
                        task.getCamundaFormRefBinding(),
                        "form",
                        task.getCamundaFormRef(),
                        files.forms());
            }
            boolean exists = key.contains("deployment:") && files.hasFile(key.substring(key.lastIndexOf(':') + 1));
            return exists ? Stream.empty() : Stream.of(model.about(task, "there is no form " + key));
        });
    }

    /** Or to whom the approval policy names, which are approvers all the same. */
    Stream<String> tasksAreOfferedToARole(ProcessModel model) {
        return model.all(UserTask.class)
                .filter(task -> !"${approvalGroup}".equals(task.getCamundaCandidateGroups()))
                .filter(task -> !ROLES.containsAll(groups(task)) || groups(task).isEmpty())
                .map(task -> model.about(task, "its candidate groups have to be among the roles"));
    }

    private static Stream<String> reference(
            ProcessModel model,
            FlowElement element,
            String bindingName,
            @Nullable String binding,
            String kind,
            @Nullable String key,
            Set<String> known) {
        Stream<String> bound = "deployment".equals(binding)
                ? Stream.empty()
                : Stream.of(model.about(element, "needs camunda:%s=\"deployment\"".formatted(bindingName)));
        // A name that is computed at run time cannot be checked here.
        boolean exists = key != null && (key.startsWith("${") || known.contains(key));
        Stream<String> found =
                exists ? Stream.empty() : Stream.of(model.about(element, "there is no %s %s".formatted(kind, key)));
        return Stream.concat(bound, found);
    }

    private static List<String> groups(UserTask task) {
        return Optional.ofNullable(task.getCamundaCandidateGroups()).stream()
                .flatMap(groups -> Arrays.stream(groups.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static Stream<Use> attributes(ProcessModel model, String attribute) {
        Stream<ModelElementInstance> elements = Stream.of(
                        model.all(FlowElement.class),
                        model.all(EventDefinition.class),
                        model.all(CamundaExecutionListener.class),
                        model.all(CamundaTaskListener.class))
                .flatMap(found -> found);
        // The engine's own elements carry their attributes without a prefix.
        return elements.flatMap(element -> Stream.of(
                element.getAttributeValueNs(BpmnModelConstants.CAMUNDA_NS, attribute),
                element.getAttributeValue(attribute))
                .filter(Objects::nonNull)
                .findFirst()
                .map(value -> new Use(element, value))
                .stream());
    }

    /** Where something is named: the nearest element with an id, and the name. */
    private record Use(ModelElementInstance element, String value) {

        String problem(ProcessModel model, String problem) {
            return model.about(
                    Stream.iterate(element, e -> e != null, ModelElementInstance::getParentElement)
                            .filter(FlowElement.class::isInstance)
                            .map(FlowElement.class::cast)
                            .findFirst()
                            .orElse(null),
                    problem);
        }
    }
}
