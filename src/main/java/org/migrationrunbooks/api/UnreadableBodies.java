package org.migrationrunbooks.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Says what is wrong with a body and where, in the words of JSON and not of Java. */
@Component
class UnreadableBodies {

    private static final String SEE =
            "The description of the API under /v3/api-docs shows what the body may look like.";

    private final ObjectMapper json;

    UnreadableBodies(ObjectMapper json) {
        this.json = json;
    }

    ProblemDetail explain(HttpMessageNotReadableException failure) {
        Throwable cause = failure.getCause();
        Throwable syntax = cause;
        while (syntax != null && !(syntax instanceof StreamReadException)) {
            syntax = syntax.getCause();
        }
        if (syntax instanceof StreamReadException malformed) {
            return malformed(malformed);
        }
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return unknown(unknown);
        }
        if (cause instanceof MismatchedInputException trailing
                && trailing.getOriginalMessage().startsWith("Trailing token")) {
            return Problems.of(
                    RequestProblem.BODY_MALFORMED,
                    "Something follows the JSON of the body%s.".formatted(place(trailing)),
                    "Send one value.");
        }
        if (cause instanceof JsonMappingException mapping) {
            return Problems.of(
                    RequestProblem.VALUE_INVALID, "'%s' needs %s.".formatted(path(mapping), needed(mapping)), SEE);
        }
        return Problems.of(RequestProblem.BODY_MISSING, "The request has no body, and it needs one in JSON.", SEE);
    }

    private static ProblemDetail malformed(StreamReadException failure) {
        return Problems.of(
                RequestProblem.BODY_MALFORMED,
                "The body is no well-formed JSON%s: %s".formatted(place(failure), words(failure)),
                "Correct it there and send it again.");
    }

    private static String place(JsonProcessingException failure) {
        JsonLocation at = failure.getLocation();
        return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    /** The parser's sentence, without the note on its own objects that may follow in brackets. */
    private static String words(JsonProcessingException failure) {
        return failure.getOriginalMessage().replaceAll(" \\((?:start marker )?at \\[Source:.*", "");
    }

    private static ProblemDetail unknown(UnrecognizedPropertyException failure) {
        List<Object> known = failure.getKnownPropertyIds() == null
                ? List.of()
                : failure.getKnownPropertyIds().stream().sorted().toList();
        return Problems.of(
                RequestProblem.PROPERTY_UNKNOWN,
                "The body has a property '%s', which is not known here and would have been ignored."
                        .formatted(path(failure)),
                "The known ones are %s."
                        .formatted(known.stream().map(Object::toString).collect(Collectors.joining(", "))));
    }

    private static String path(JsonMappingException failure) {
        String path = failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "the body" : path;
    }

    private String needed(JsonMappingException failure) {
        Class<?> type = type(failure);
        if (type != null && type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(value -> json.convertValue(value, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (failure instanceof ValueInstantiationException && failure.getCause() != null) {
            return "another value: " + failure.getCause().getMessage();
        }
        return type == null ? "another value" : needed(type);
    }

    private static String needed(Class<?> type) {
        if (type == String.class) {
            return "a text in quotes";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration such as \"PT0.5S\"";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return "an object";
    }

    private static @Nullable Class<?> type(JsonMappingException failure) {
        if (failure instanceof ValueInstantiationException instantiation) {
            return instantiation.getType().getRawClass();
        }
        return failure instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }
}
