package org.migrationrunbooks.engine.models;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.beans.Introspector;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * The steps as the compiled code has them. A BPMN error is a constant of an enum whose name ends with {@code Error}; a step can throw
 * those that its code, or the code it calls in the same module, mentions. A kind of long operation is a {@code LongOperation} with its
 * topic in the constant {@code TOPIC}.
 */
public final class CodeOfSteps implements StepCatalogue {

    private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");

    private final Map<String, JavaClass> steps = new HashMap<>();
    private final Set<String> allErrors;
    private final Map<String, Set<String>> errorsByTopic = new HashMap<>();

    /** @param root the package in which steps and errors are looked for */
    public CodeOfSteps(String root) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
        classes.stream().filter(CodeOfSteps::isStep).forEach(step -> steps.put(beanName(step), step));
        allErrors = classes.stream()
                .filter(CodeOfSteps::isErrorEnum)
                .flatMap(CodeOfSteps::constants)
                .collect(Collectors.toCollection(TreeSet::new));
        classes.stream()
                .filter(CodeOfSteps::isLongOperation)
                .forEach(kind -> errorsByTopic.put(topic(kind), errorsFrom(kind.getCodeUnits().stream())));
    }

    @Override
    public boolean hasStep(String beanName) {
        return steps.containsKey(beanName);
    }

    @Override
    public Set<String> errorsOf(ServiceTask task) {
        if (ProcessModel.isExternal(task)) {
            return errorsByTopic.getOrDefault(task.getCamundaTopic(), Set.of());
        }
        return Optional.ofNullable(task.getCamundaDelegateExpression())
                .map(BEAN::matcher)
                .filter(Matcher::matches)
                .map(bean -> steps.get(bean.group(1)))
                .map(step -> errorsFrom(step.getCodeUnits().stream()))
                .orElse(Set.of());
    }

    @Override
    public Set<String> allErrors() {
        return allErrors;
    }

    private static boolean isStep(JavaClass type) {
        return type.isAnnotatedWith(Component.class)
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && Stream.of(JavaDelegate.class, ExecutionListener.class, TaskListener.class)
                        .anyMatch(type::isAssignableTo);
    }

    private static String beanName(JavaClass step) {
        String given = step.getAnnotationOfType(Component.class).value();
        return given.isEmpty() ? Introspector.decapitalize(ClassUtils.getShortName(step.getName())) : given;
    }

    private static boolean isLongOperation(JavaClass type) {
        return !type.isInterface()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && type.getAllRawInterfaces().stream()
                        .anyMatch(role -> role.getSimpleName().equals("LongOperation"));
    }

    private static String topic(JavaClass kind) {
        try {
            Field topic = kind.reflect().getDeclaredField("TOPIC");
            topic.setAccessible(true);
            return String.valueOf(topic.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(kind.getName() + " has no constant TOPIC", e);
        }
    }

    /** Follows calls of code whose target is known, so no further than interfaces reach. */
    private static Set<String> errorsFrom(Stream<? extends JavaCodeUnit> origin) {
        Set<JavaCodeUnit> seen = new LinkedHashSet<>();
        Deque<JavaCodeUnit> ahead = new ArrayDeque<>();
        origin.forEach(ahead::add);
        while (!ahead.isEmpty()) {
            JavaCodeUnit unit = ahead.remove();
            if (seen.add(unit)) {
                unit.getCallsFromSelf()
                        .forEach(call -> call.getTarget().resolveMember().ifPresent(ahead::add));
                unit.getMethodReferencesFromSelf()
                        .forEach(reference ->
                                reference.getTarget().resolveMember().ifPresent(ahead::add));
            }
        }
        return seen.stream()
                .filter(unit ->
                        !unit.getName().equals("<clinit>") && !unit.getName().equals("$values"))
                .flatMap(unit -> unit.getFieldAccesses().stream())
                .flatMap(access -> access.getTarget().resolveMember().stream())
                .filter(field ->
                        isErrorEnum(field.getOwner()) && field.getRawType().equals(field.getOwner()))
                .map(JavaField::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isErrorEnum(JavaClass type) {
        return type.isEnum() && type.getSimpleName().endsWith("Error");
    }

    private static Stream<String> constants(JavaClass type) {
        return type.getEnumConstants().stream().map(JavaEnumConstant::name);
    }
}
