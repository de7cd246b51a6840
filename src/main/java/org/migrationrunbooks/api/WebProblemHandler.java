package org.migrationrunbooks.api;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.Errors;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers by a problem detail what Spring itself refuses before a controller is reached. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class WebProblemHandler extends ResponseEntityExceptionHandler {

    private static final String SEE = "The description of the API is under /v3/api-docs.";

    private final UnreadableBodies bodies;

    WebProblemHandler(UnreadableBodies bodies) {
        this.bodies = bodies;
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return handleExceptionInternal(failure, bodies.explain(failure), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return invalid(failure, headers, request, complaints(failure.getBindingResult()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return invalid(
                failure,
                headers,
                request,
                failure.getParameterValidationResults().stream()
                        .flatMap(result -> result instanceof ParameterErrors errors
                                ? complaints((Errors) errors)
                                : complaints(result)));
    }

    private static Stream<String> complaints(Errors errors) {
        return errors.getFieldErrors().stream().map(error -> error.getField() + ": " + error.getDefaultMessage());
    }

    private static Stream<String> complaints(ParameterValidationResult result) {
        return result.getResolvableErrors().stream()
                .map(error -> name(result.getMethodParameter()) + ": " + error.getDefaultMessage());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = failure instanceof MethodArgumentTypeMismatchException argument
                ? name(argument.getParameter())
                : String.valueOf(failure.getPropertyName());
        return invalid(
                failure,
                headers,
                request,
                Stream.of("%s: '%s' is not %s".formatted(name, failure.getValue(), needed(failure))));
    }

    private @Nullable ResponseEntity<Object> invalid(
            Exception failure, HttpHeaders headers, WebRequest request, Stream<String> complaints) {
        List<String> reasons = complaints.sorted().toList();
        ProblemDetail problem =
                Problems.of(RequestProblem.VALUE_INVALID, String.join("; ", reasons) + ".", SEE, reasons);
        return handleExceptionInternal(failure, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "There is nothing under /%s.".formatted(failure.getResourcePath());
        return handleExceptionInternal(
                failure, Problems.of(RequestProblem.PATH_UNKNOWN, detail, SEE), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String detail = "%s is not possible here.".formatted(failure.getMethod());
        String next = "Possible are %s.".formatted(failure.getSupportedHttpMethods());
        return handleExceptionInternal(
                failure, Problems.of(RequestProblem.METHOD_NOT_ALLOWED, detail, next), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String detail = "The body is declared as %s.".formatted(failure.getContentType());
        String next = "Send it as one of %s, and say so in Content-Type.".formatted(failure.getSupportedMediaTypes());
        return handleExceptionInternal(
                failure, Problems.of(RequestProblem.MEDIA_TYPE_UNSUPPORTED, detail, next), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String next = "Ask in Accept for one of %s.".formatted(failure.getSupportedMediaTypes());
        return handleExceptionInternal(
                failure,
                Problems.of(RequestProblem.NOT_ACCEPTABLE, "The answer is not to be had as asked for.", next),
                headers,
                status,
                request);
    }

    /** What Spring itself refuses and nothing above has explained keeps Spring's words, and gets our members. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Object explained = body == null && failure instanceof ErrorResponse response ? response.getBody() : body;
        boolean ours = explained instanceof ProblemDetail detail
                && detail.getProperties() != null
                && detail.getProperties().containsKey("code");
        if (!ours) {
            explained = status.is5xxServerError()
                    ? UnexpectedFailures.logged(failure, request.getDescription(false))
                    : Problems.of(status, explained instanceof ProblemDetail detail ? detail.getDetail() : null);
        }
        return super.handleExceptionInternal(failure, explained, headers, status, request);
    }

    private static String name(MethodParameter parameter) {
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null ? String.valueOf(parameter.getParameterName()) : header.name();
    }

    private static String needed(TypeMismatchException failure) {
        Class<?> type = failure.getRequiredType();
        if (type == Instant.class) {
            return "a time such as 2026-01-31T08:00:00Z";
        }
        if (type != null && type.isEnum()) {
            return String.valueOf(
                    NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        }
        return "a whole number";
    }
}
