package org.migrationrunbooks.api;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Reads codes in query parameters as they stand in the JSON, and names the known ones where one is unknown. */
@Configuration(proxyBeanMethods = false)
class CodeConverters implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        add(registry, RunbookState.class, RunbookState::code);
        add(registry, RunbookKind.class, RunbookKind::key);
        add(registry, Ending.class, Ending::code);
        add(registry, HostState.class, HostState::code);
        add(registry, InstanceState.class, InstanceState::code);
        add(registry, AuditCode.class, AuditCode::name);
    }

    private static <E extends Enum<E>> void add(FormatterRegistry registry, Class<E> type, Function<E, String> code) {
        registry.addConverter(String.class, type, text -> Arrays.stream(type.getEnumConstants())
                .filter(value -> code.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of "
                        + Arrays.stream(type.getEnumConstants()).map(code).collect(Collectors.joining(", ")))));
    }
}
